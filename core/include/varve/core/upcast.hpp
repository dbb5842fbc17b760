#pragma once

#include <varve/core/event_family.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace varve {

/// How a retired shape is read today. `upcast` is a free function beside the shape, found by its argument:
///
///     item_added upcast(const item_added_v1&);           // one event; also another retired shape, which
///     goes on,
///                                                        // or a variant of these
///     varve::parts<event> upcast(const moved_v1&);       // several: parts 0, 1… of the event that stands
///     there varve::dropped upcast(const clicked_v1&);          // none
///
/// It is pure: the same data give the same events for ever. A shape may carry `static constexpr int
/// upcaster_version` (1 when it does not); raising it tells read models that they are due for a rebuild.
///
/// What an upcaster answers that makes several events of one, or none.
template<class Event>
class parts {
 public:
  parts() = default;
  template<class... E>
    requires(sizeof...(E) > 0 && (std::is_constructible_v<Event, E> && ...))
  explicit(sizeof...(E) == 1) parts(E&&... events) {
    events_.reserve(sizeof...(E));
    (events_.emplace_back(std::forward<E>(events)), ...);
  }

  void add(Event event) { events_.push_back(std::move(event)); }
  [[nodiscard]] auto begin() { return events_.begin(); }
  [[nodiscard]] auto end() { return events_.end(); }

 private:
  std::vector<Event> events_;
};

/// What an upcaster answers whose shape means nothing any more.
struct dropped {};

namespace detail {

/// Stops ordinary lookup, so that `upcast` is found beside the shape and nowhere else.
void upcast();

template<class R>
concept has_upcast = requires(R&& shape) { upcast(std::move(shape)); };

template<class R>
auto call_upcast(R&& shape) {
  return upcast(std::forward<R>(shape));
}

template<has_upcast R>
using upcast_t = std::remove_cvref_t<decltype(upcast(std::declval<R>()))>;

template<class R>
inline constexpr std::uint64_t upcaster_version = 1;
template<class R>
  requires requires { R::upcaster_version; }
inline constexpr std::uint64_t upcaster_version<R> = R::upcaster_version;

/// Whether `X`, followed through the upcasters of `Retired`, can become one of `Goals`.
template<class X, class Goals, class Retired, class Seen = type_list<>>
struct leads_to {
  static constexpr bool find() {
    if constexpr (contains<X, Goals>)
      return true;
    else if constexpr (contains<X, Retired> && !contains<X, Seen> && has_upcast<X>)
      return leads_to<upcast_t<X>, Goals, Retired, join_t<Seen, type_list<X>>>::value;
    else
      return false;
  }
  static constexpr bool value = find();
};
template<class... X, class Goals, class Retired, class Seen>
struct leads_to<std::variant<X...>, Goals, Retired, Seen>
    : std::bool_constant<(leads_to<X, Goals, Retired, Seen>::value || ...)> {};
template<class X, class Goals, class Retired, class Seen>
struct leads_to<parts<X>, Goals, Retired, Seen> : leads_to<X, Goals, Retired, Seen> {};

}  // namespace detail
}  // namespace varve
