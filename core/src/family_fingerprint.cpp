#include <varve/core/family_fingerprint.hpp>

#include "hasher.hpp"

#include <algorithm>

namespace varve::detail {

std::string fingerprint(std::string_view name, std::uint64_t version, std::vector<versioned_name> shapes) {
  std::ranges::sort(shapes, {}, &versioned_name::name);
  hasher& hash = this_thread_hasher();
  hash.add("varve.projection/1").add_sized(name).add(version);
  for (const auto& shape : shapes) hash.add_sized(shape.name).add(shape.upcaster);
  return hash.finish().to_string();
}

}  // namespace varve::detail
