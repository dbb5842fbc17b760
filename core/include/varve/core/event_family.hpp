#pragma once

#include <varve/core/detail/type_list.hpp>

#include <concepts>
#include <string_view>
#include <variant>

namespace varve {

/// An event is a plain struct with its name on disk, `static constexpr std::string_view event_name`, and its
/// shape on disk, a cereal `serialize`. It is default-constructible.
template<class E>
concept named_event = requires {
  { E::event_name } -> std::convertible_to<std::string_view>;
};

/// Shapes that stand in logs and are written no longer. Each has an `upcast` beside it (core/upcast.hpp).
template<class... Shapes>
struct retired {};

/// A closed list of events, which is the registry: `events<A, B>` is the family of `std::variant<A, B>`, and
/// `events<A, B, retired<A_v1, A_v2>>` names besides what must still be read. Members may be families
/// themselves.
template<class... Members>
struct events {};

namespace detail {

/// What a member of a family brings to it.
/// `current`: events that are given to a visitor; `retired`: names that are upcast to reach them;
/// `other` and `other_retired`: shapes that an upcaster may give and that are left aside (`only`).
template<class Member>
struct members {
  using current = type_list<Member>;
  using retired = type_list<>;
  using other = type_list<>;
  using other_retired = type_list<>;
};

struct no_members {
  using current = type_list<>;
  using retired = type_list<>;
  using other = type_list<>;
  using other_retired = type_list<>;
};

template<class A, class B>
struct joined_members {
  using current = join_t<typename A::current, typename B::current>;
  using retired = join_t<typename A::retired, typename B::retired>;
  using other = join_t<typename A::other, typename B::other>;
  using other_retired = join_t<typename A::other_retired, typename B::other_retired>;
};

template<class... M>
struct all_members : no_members {};
template<class First, class... Rest>
struct all_members<First, Rest...> : joined_members<members<First>, all_members<Rest...>> {};

template<class... Shapes>
struct members<retired<Shapes...>> : no_members {
  using retired = type_list<Shapes...>;
};
template<class... M>
struct members<std::variant<M...>> : all_members<M...> {};
template<class... M>
struct members<events<M...>> : all_members<M...> {};

template<class F>
inline constexpr bool is_family = false;
template<class... M>
inline constexpr bool is_family<std::variant<M...>> = true;
template<class... M>
inline constexpr bool is_family<events<M...>> = true;

template<class List>
struct variant_of;
template<class... E>
struct variant_of<type_list<E...>> {
  using type = std::variant<E...>;
};

/// Events of `$streams`: written by stores, never by a user (core/stream_changes.hpp).
template<class E>
inline constexpr bool is_stream_change = false;

}  // namespace detail

/// `std::variant<A, B>`, `events<…>` or `only<…>` (core/only.hpp). That its names are good and its upcasters
/// there is checked where it is used, so that a family may stand above its upcasters.
template<class F>
concept event_family = detail::is_family<F>;

/// One event of a family: a variant of its current events.
template<event_family F>
using event_of = typename detail::variant_of<typename detail::members<F>::current>::type;

}  // namespace varve
