#pragma once

#include <varve/core/detail/family_rules.hpp>
#include <varve/core/event_family.hpp>
#include <varve/core/upcast.hpp>

#include <type_traits>

namespace varve {

/// Some events of a family together with all of its retired shapes that become one of them: what a reader
/// names that handles only these. The rest of the family is left aside, and parts keep their numbers.
template<class Family, class... Events>
struct only {};

namespace detail {

template<class F, class... E>
inline constexpr bool is_family<only<F, E...>> = true;

template<class Family, class... Events>
struct members<only<Family, Events...>> {
  using all = members<Family>;
  using current = type_list<Events...>;
  template<class X>
  using wanted = leads_to<X, current, typename all::retired>;
  template<class X>
  using unwanted = std::bool_constant<!wanted<X>::value>;

  using retired = select_t<wanted, typename all::retired>;
  using other = join_t<typename all::other, select_t<unwanted, typename all::current>>;
  using other_retired = join_t<typename all::other_retired, select_t<unwanted, typename all::retired>>;
};

template<class Family, class... Events>
inline constexpr bool names_its_own<only<Family, Events...>> =
    names_its_own<Family> && (contains<Events, typename members<Family>::current> && ...);

}  // namespace detail
}  // namespace varve
