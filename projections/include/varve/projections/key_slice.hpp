#pragma once

#include <varve/core/codec.hpp>
#include <varve/eventstore/slice.hpp>
#include <varve/projections/cell.hpp>

#include <string>
#include <string_view>

namespace varve {

/// The slice of the row with this key in a keyed view: of the key's text, or of its binary form when it is no
/// text (docs/formats.md). `memory` is for the latter. Throws `failure` for a key that cannot be encoded.
template<class K>
[[nodiscard]] std::int64_t slice_of_key(const K& key, std::string& memory) {
  if constexpr (std::is_convertible_v<const K&, std::string_view>) {
    return slice_of(std::string_view{key});
  } else {
    memory.clear();
    encode(key, format::binary, memory).value();
    return slice_of(memory);
  }
}
template<class K>
[[nodiscard]] std::int64_t slice_of_key(const K& key) {
  std::string memory;
  return slice_of_key(key, memory);
}

}  // namespace varve
