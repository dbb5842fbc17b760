#pragma once

#include <varve/core/event_names.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve {
namespace detail {

struct versioned_name {
  std::string_view name;
  std::uint64_t upcaster = 0;  ///< 0: a current event
};

[[nodiscard]] std::string fingerprint(std::string_view name, std::uint64_t version,
                                      std::vector<versioned_name> shapes);

template<event_family F, class Shape>
void add_shape(std::vector<versioned_name>& shapes) {
  using current = typename members<F>::current;
  if constexpr (contains<Shape, current>)
    shapes.push_back({Shape::event_name, 0});
  else if constexpr (leads_to<Shape, current, typename family_shapes<F>::retired>::value)
    shapes.push_back({Shape::event_name, upcaster_version<Shape>});
}

template<event_family F, class... Shapes>
std::vector<versioned_name> versioned_names(type_list<Shapes...>) {
  std::vector<versioned_name> shapes;
  (add_shape<F, Shapes>(shapes), ...);
  return shapes;
}

}  // namespace detail

/// What tells that a read model was built by other code than this: docs/formats.md, "Fingerprint". 64
/// hexadecimal digits over the projection's name and version, its events, and the upcasters that lead to
/// them.
template<event_family F>
[[nodiscard]] std::string family_fingerprint(std::string_view name, std::uint64_t version) {
  if constexpr (detail::family_is_good<F>())
    return detail::fingerprint(name, version, detail::versioned_names<F>(detail::shapes_of<F>{}));
  else
    return {};
}

}  // namespace varve
