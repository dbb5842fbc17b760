#pragma once

#include <type_traits>

namespace varve::detail {

/// Types as a value of the compiler.
template<class... T>
struct type_list {};

template<class T, class List>
inline constexpr bool contains = false;
template<class T, class... L>
inline constexpr bool contains<T, type_list<L...>> = (std::is_same_v<T, L> || ...);

template<class A, class B>
struct join;
template<class... A>
struct join<type_list<A...>, type_list<>> {
  using type = type_list<A...>;
};
template<class... A, class B, class... Rest>
struct join<type_list<A...>, type_list<B, Rest...>>
    : std::conditional_t<contains<B, type_list<A...>>, join<type_list<A...>, type_list<Rest...>>,
                         join<type_list<A..., B>, type_list<Rest...>>> {};

/// The types of both lists in their order, each once.
template<class A, class B>
using join_t = typename join<A, B>::type;

template<template<class> class Predicate, class List>
struct select;
template<template<class> class Predicate, class... T>
struct select<Predicate, type_list<T...>> {
  using type = type_list<>;
};
template<template<class> class Predicate, class T, class... Rest>
struct select<Predicate, type_list<T, Rest...>> {
  using rest = typename select<Predicate, type_list<Rest...>>::type;
  using type = std::conditional_t<Predicate<T>::value, join_t<type_list<T>, rest>, rest>;
};

/// Those of a list for which `Predicate<T>::value` holds.
template<template<class> class Predicate, class List>
using select_t = typename select<Predicate, List>::type;

}  // namespace varve::detail
