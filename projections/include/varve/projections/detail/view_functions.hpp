#pragma once

#include <varve/projections/detail/projection_rules.hpp>
#include <varve/projections/row_shape.hpp>

#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace varve::detail {

// key_of: of the event, or of the event with its place in the log.

template<class V, class E>
concept keys_event = requires(V& view, const E& event) { view.key_of(event); };
template<class V, class E>
concept keys_recorded = requires(V& view, const recorded<E>& event) { view.key_of(event); };

template<class V, class E>
decltype(auto) call_key_of(V& view, const recorded<E>& event) {
  if constexpr (keys_event<V, E>)
    return view.key_of(*event);
  else
    return view.key_of(event);
}

template<class A>
inline constexpr bool is_optional = false;
template<class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// An answer that names any number of keys.
template<class A>
concept many_keys = std::ranges::input_range<const A> && !text_like<A> && !is_optional<A>;

/// The key that an answer of `key_of` names: borrowed text is kept as a string.
template<class A>
auto key_in() {
  if constexpr (text_like<A>)
    return std::type_identity<std::string>{};
  else if constexpr (is_optional<A>)
    return key_in<typename A::value_type>();
  else if constexpr (many_keys<A>)
    return key_in<std::ranges::range_value_t<A>>();
  else
    return std::type_identity<A>{};
}

template<class V, class E>
using key_for = typename decltype(key_in<std::remove_cvref_t<decltype(call_key_of(
                                      std::declval<V&>(), std::declval<const recorded<E>&>()))>>())::type;

/// The key of a view, told by its first event.
template<class V, class List>
struct first_key;
template<class V, class E, class... Rest>
struct first_key<V, type_list<E, Rest...>> {
  using type = key_for<V, E>;
};
template<class V>
using key_of_view = typename first_key<V, events_of<V>>::type;

/// Calls `each` with every key that the event touches.
template<class V, class E, class Each>
void each_key(V& view, const recorded<E>& event, Each&& each) {
  auto&& answer = call_key_of(view, event);
  using plain = std::remove_cvref_t<decltype(answer)>;
  if constexpr (is_optional<plain>) {
    if (answer) each(*answer);
  } else if constexpr (many_keys<plain>) {
    for (const auto& key : answer) each(key);
  } else {
    each(answer);
  }
}

// evolve: the row and the event, or the event with its place in the log, and the key when it is asked for.

template<class V, class... Arguments>
concept evolves_a_row = requires(V& view, typename V::row& row, const Arguments&... arguments) {
  view.evolve(row, arguments...);
};
template<class V, class... Arguments>
concept evolves_a_passing_row = requires(V& view, typename V::row& row, const Arguments&... arguments) {
  view.evolve(std::move(row), arguments...);
};
template<class V, class... Arguments>
concept evolves_with = evolves_a_row<V, Arguments...> || evolves_a_passing_row<V, Arguments...>;

/// Evolves a row by one of the three forms, told apart by what they answer; false when no row stands
/// afterwards.
template<class V, class... Arguments>
bool evolve_row(V& view, typename V::row& row, const Arguments&... arguments) {
  using row_type = typename V::row;
  if constexpr (!evolves_a_passing_row<V, Arguments...>) {
    static_assert(std::is_void_v<decltype(view.evolve(row, arguments...))>,
                  "varve: an evolve that takes row& answers nothing");
    view.evolve(row, arguments...);
    return true;
  } else {
    using answer = decltype(view.evolve(std::move(row), arguments...));
    static_assert(std::is_same_v<answer, row_type> || std::is_same_v<answer, std::optional<row_type>>,
                  "varve: evolve is void evolve(row&, event), row evolve(row, event), or std::optional<row> "
                  "evolve(row, event), where nothing means that the row goes");
    if constexpr (std::is_same_v<answer, row_type>) {
      row = view.evolve(std::move(row), arguments...);
      return true;
    } else if constexpr (std::is_same_v<answer, std::optional<row_type>>) {
      auto next = view.evolve(std::move(row), arguments...);
      if (next) row = *std::move(next);
      return next.has_value();
    }
  }
}

template<class V, class E, class K>
bool call_evolve(V& view, typename V::row& row, const recorded<E>& event, const K& key) {
  if constexpr (evolves_with<V, E>)
    return evolve_row(view, row, *event);
  else if constexpr (evolves_with<V, recorded<E>>)
    return evolve_row(view, row, event);
  else if constexpr (evolves_with<V, E, K>)
    return evolve_row(view, row, *event, key);
  else
    return evolve_row(view, row, event, key);
}

template<class V, class E>
consteval bool view_of_event_is_good() {
  constexpr bool has_key = keys_event<V, E> || keys_recorded<V, E>;
  static_assert(has_key, "varve: an event of the keyed view has no key_of(const event&)");
  if constexpr (has_key) {
    using key = key_for<V, E>;
    using given = std::conditional_t<std::is_same_v<key, std::string>, std::string_view, key>;
    constexpr bool same = std::is_same_v<key, key_of_view<V>>;
    constexpr bool evolves = evolves_with<V, E> || evolves_with<V, recorded<E>> ||
                             evolves_with<V, E, given> || evolves_with<V, recorded<E>, given>;
    static_assert(same, "varve: key_of answers another kind of key for another event of the keyed view");
    static_assert(evolves, "varve: an event of the keyed view has no evolve(row&, const event&)");
    return same && evolves;
  }
  return false;
}

template<class V, class... E>
consteval bool all_events_of_view(type_list<E...>) {
  return (view_of_event_is_good<V, E>() & ... & true);
}

template<class V>
consteval bool keyed_view_is_good() {
  constexpr bool table = is_table_name(V::name);
  constexpr bool row = std::is_default_constructible_v<typename V::row>;
  static_assert(table, "varve: a keyed view's name is its table's: letters, digits and _, at most 48");
  static_assert(row, "varve: a row is default-constructible: it begins empty");
  return table && row && all_events_of_view<V>(events_of<V>{});
}

}  // namespace varve::detail
