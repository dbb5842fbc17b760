#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

namespace varve {
namespace detail {

/// Stops ordinary lookup, so that `evolve` is found beside state and event and nowhere else.
void evolve();

template<class S, class E>
concept evolves_an_lvalue = requires(S& state, const E& event) { evolve(state, event); };
template<class S, class E>
concept evolves_an_rvalue = requires(S& state, const E& event) { evolve(std::move(state), event); };

/// `void evolve(S&, const E&)`. One that would take a temporary too changes a copy, and is refused.
template<class S, class E>
concept evolves_in_place = !evolves_an_rvalue<S, E> && requires(S& state, const E& event) {
  { evolve(state, event) } -> std::same_as<void>;
};

/// `S evolve(S, const E&)`. With both forms there the call is ambiguous, and is refused.
template<class S, class E>
concept evolves_by_value =
    (evolves_an_lvalue<S, E> || !std::copy_constructible<S>) && requires(S& state, const E& event) {
      { evolve(std::move(state), event) } -> std::same_as<S>;
    };

template<class S, class E>
consteval bool evolve_is_good() {
  constexpr bool there = evolves_an_lvalue<S, E> || evolves_an_rvalue<S, E>;
  constexpr bool good = evolves_in_place<S, E> || evolves_by_value<S, E>;
  static_assert(there, "varve: an event of the family has no evolve(state&, const event&) beside the state");
  static_assert(
      !there || good,
      "varve: evolve is either void evolve(state&, const event&) or state evolve(state, const event&)");
  return good;
}

}  // namespace detail

/// Takes a state one event further, by the user's `evolve` beside the state, in either form:
///
///     void evolve(state&, const item_added&);
///     state evolve(state, const item_added&);
///
/// They are told apart by what they answer, so that an answer is never dropped.
template<class S, class E>
void evolve_state(S& state, const E& event) {
  if constexpr (detail::evolve_is_good<S, E>()) {
    using detail::evolve;
    if constexpr (detail::evolves_in_place<S, E>)
      evolve(state, event);
    else
      state = evolve(std::move(state), event);
  }
}

}  // namespace varve
