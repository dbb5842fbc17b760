#pragma once

#include <varve/core/detail/family_rules.hpp>
#include <varve/core/detail/name_table.hpp>

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace varve {
namespace detail {

template<class List>
struct names_of;
template<class... E>
struct names_of<type_list<E...>> {
  static constexpr std::array<std::string_view, sizeof...(E)> value{std::string_view{E::event_name}...};
};

/// The shapes of a family that are told apart by name: current ones first.
template<event_family F>
using shapes_of = join_t<typename members<F>::current, typename members<F>::retired>;

template<event_family F>
  requires(family_is_good<F>())
inline constexpr name_table<names_of<shapes_of<F>>::value.size()> table_of{names_of<shapes_of<F>>::value};

/// Which of `shapes_of<F>` has this name.
template<event_family F>
std::optional<std::size_t> shape_index(std::string_view type) noexcept {
  if constexpr (family_is_good<F>())
    return table_of<F>.find(type);
  else
    return std::nullopt;
}

}  // namespace detail

/// The names that a reader of this family must ask for, current and retired.
template<event_family F>
[[nodiscard]] constexpr std::span<const std::string_view> event_names() {
  if constexpr (detail::family_is_good<F>())
    return detail::names_of<detail::shapes_of<F>>::value;
  else
    return {};
}

/// Whether an event of this name is in the family. A few nanoseconds.
template<event_family F>
[[nodiscard]] bool handles(std::string_view type) noexcept {
  return detail::shape_index<F>(type).has_value();
}

}  // namespace varve
