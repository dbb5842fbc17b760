#pragma once

#include <varve/core/decision.hpp>
#include <varve/core/detail/family_rules.hpp>
#include <varve/core/evolve.hpp>
#include <varve/core/name.hpp>
#include <varve/core/only.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace varve {

/// A literal as a template argument.
template<std::size_t N>
struct fixed_name {
  consteval fixed_name(const char (&literal)[N]) {
    std::copy_n(literal, N, text);
  }  // NOLINT: a literal is a name
  [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }

  char text[N];
};

/// What decides over one stream: the category of its streams, the state that events are folded into, and the
/// family of those events. `decide` and `evolve` are free functions beside the command and the state:
///
///     varve::decision<event> decide(const add_item&, const state&);
///     void evolve(state&, const item_added&);                      // see core/evolve.hpp
///
/// Nothing is checked here, so that a decider may be named above its functions; `commands_for` and `fold`
/// check all of it.
template<fixed_name Category, class State, class Family>
struct decider {
  static constexpr std::string_view category = Category.view();
  using state = State;
  using family = Family;
};

namespace detail {

/// Stops ordinary lookup, so that `decide` is found beside the command and nowhere else.
void decide();

template<class S, class... E>
consteval bool all_evolve(type_list<E...>) {
  return (evolve_is_good<S, E>() & ... & true);
}

template<class E>
using is_no_stream_change = std::bool_constant<!is_stream_change<E>>;

template<class D>
consteval bool decider_is_good() {
  using state = typename D::state;
  using family = typename D::family;
  constexpr bool named =
      is_name(D::category) && !is_reserved(D::category) && D::category.find('-') == std::string_view::npos;
  static_assert(named, "varve: a category is a name without '-' that does not begin with $");
  static_assert(std::is_default_constructible_v<state>,
                "varve: a state is default-constructible: it begins empty");
  static_assert(event_family<family>, "varve: a family is a std::variant of events or varve::events<...>");
  if constexpr (event_family<family> && std::is_default_constructible_v<state>) {
    using current = typename members<family>::current;
    constexpr bool own = std::is_same_v<select_t<is_no_stream_change, current>, current>;
    static_assert(own, "varve: a decider's family holds no events of $streams");
    if constexpr (family_is_good<family>()) return named & own & all_evolve<state>(current{});
  }
  return false;
}

template<class C, class S>
concept decides = requires(const C& command, const S& state) { decide(command, state); };

template<class Answer, class F>
inline constexpr bool is_decision = false;
template<class G, class F>
inline constexpr bool is_decision<decision<G>, F> = std::is_same_v<event_of<G>, event_of<F>>;

template<class D, class C>
consteval bool command_is_good() {
  using state = typename D::state;
  static_assert(decides<C, state>,
                "varve: the command has no decide(const command&, const state&) beside it");
  if constexpr (decides<C, state>) {
    using answer = decltype(decide(std::declval<const C&>(), std::declval<const state&>()));
    constexpr bool good = is_decision<answer, typename D::family>;
    static_assert(good, "varve: decide answers varve::decision of the decider's own events");
    return good;
  }
  return false;
}

/// The user's `decide`.
template<class D, class C>
auto call_decide(const C& command, const typename D::state& state) {
  return decide(command, state);
}

}  // namespace detail
}  // namespace varve
