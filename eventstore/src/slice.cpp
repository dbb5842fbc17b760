#include <varve/core/checksum.hpp>
#include <varve/eventstore/slice.hpp>

namespace varve {

std::int64_t slice_of(std::string_view key) {
  return crc32c(key) % slice_count;
}

}  // namespace varve
