#pragma once

#include <varve/core/event_family.hpp>
#include <varve/core/name.hpp>
#include <varve/core/upcast.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>

namespace varve::detail {

/// What must hold for one event. Every rule here and below has one sentence, so that a wrong program gets
/// one.
template<class E>
consteval bool event_is_good() {
  static_assert(named_event<E>, "varve: an event needs a static constexpr std::string_view event_name");
  if constexpr (named_event<E>) {
    constexpr std::string_view name = E::event_name;
    constexpr bool ours = is_stream_change<E>;
    static_assert(is_name(name),
                  "varve: an event_name is valid UTF-8 of 1 to 255 bytes without control characters");
    static_assert(ours || !is_reserved(name), "varve: an event_name that begins with $ is reserved");
    static_assert(std::is_default_constructible_v<E>, "varve: an event must be default-constructible");
    return is_name(name) && (ours || !is_reserved(name)) && std::is_default_constructible_v<E>;
  }
  return false;
}

template<class F>
struct family_shapes {
  using kinds = members<F>;
  using current = join_t<typename kinds::current, typename kinds::other>;
  using retired = join_t<typename kinds::retired, typename kinds::other_retired>;
  using all = join_t<current, retired>;
};

/// Whether what an upcaster answers is something that the family can go on with.
template<class Answer, class F>
inline constexpr bool is_answer =
    contains<Answer, typename family_shapes<F>::all> || std::is_same_v<Answer, dropped>;
template<class... Answers, class F>
inline constexpr bool is_answer<std::variant<Answers...>, F> = (is_answer<Answers, F> && ...);
template<class Answer, class F>
inline constexpr bool is_answer<parts<Answer>, F> = is_answer<Answer, F>;

/// Whether following the upcasters from `X` comes to an end.
template<class X, class F, class Seen = type_list<>>
struct comes_to_an_end {
  static constexpr bool find() {
    if constexpr (contains<X, Seen>)
      return false;
    else if constexpr (contains<X, typename family_shapes<F>::retired> && has_upcast<X>)
      return comes_to_an_end<upcast_t<X>, F, join_t<Seen, type_list<X>>>::value;
    else
      return true;
  }
  static constexpr bool value = find();
};
template<class... X, class F, class Seen>
struct comes_to_an_end<std::variant<X...>, F, Seen>
    : std::bool_constant<(comes_to_an_end<X, F, Seen>::value && ...)> {};
template<class X, class F, class Seen>
struct comes_to_an_end<parts<X>, F, Seen> : comes_to_an_end<X, F, Seen> {};

template<class F, class R>
consteval bool retired_is_good() {
  static_assert(has_upcast<R>, "varve: a retired shape needs an upcast(const shape&) beside it");
  static_assert(!contains<R, typename family_shapes<F>::current>,
                "varve: an event cannot be current and retired");
  if constexpr (has_upcast<R>) {
    constexpr bool known = is_answer<upcast_t<R>, F>;
    constexpr bool ends = comes_to_an_end<R, F>::value;
    static_assert(
        known,
        "varve: upcast answers an event of the family, a retired shape, a variant or varve::parts of these, "
        "or varve::dropped");
    static_assert(ends, "varve: the upcasters of this family run in a circle");
    return known && ends && !contains<R, typename family_shapes<F>::current>;
  }
  return false;
}

template<class... E>
consteval bool names_are_unique(type_list<E...>) {
  std::array<std::string_view, sizeof...(E)> names{std::string_view{E::event_name}...};
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) == names.end();
}

template<class... E>
consteval bool events_are_good(type_list<E...>) {
  return (event_is_good<E>() & ... & true);
}

template<class F, class... R>
consteval bool all_retired_are_good(type_list<R...>) {
  return (retired_is_good<F, R>() & ... & true);
}

/// Whether each `only` in a family (core/only.hpp) names events of the family that it chooses from.
template<class F>
inline constexpr bool names_its_own = true;
template<class... M>
inline constexpr bool names_its_own<events<M...>> = (names_its_own<M> && ...);

template<class F>
consteval bool family_is_good() {
  using shapes = family_shapes<F>;
  static_assert(names_its_own<F>, "varve: `only` names an event that is not in the family");
  if constexpr (names_its_own<F> && events_are_good(typename shapes::all{})) {
    constexpr bool unique = names_are_unique(typename shapes::all{});
    static_assert(unique, "varve: two events of this family have the same event_name");
    return unique & all_retired_are_good<F>(typename shapes::retired{});
  }
  return false;
}

}  // namespace varve::detail
