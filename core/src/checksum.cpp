#include <varve/core/checksum.hpp>

#include "crc32c_table.hpp"

#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace varve {
namespace {

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::string_view bytes,
                                                               std::uint32_t crc) noexcept {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t wide = crc;
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  crc = static_cast<std::uint32_t>(wide);
  for (; left > 0; --left, ++at) crc = _mm_crc32_u8(crc, static_cast<unsigned char>(*at));
  return crc;
}

std::uint32_t update(std::string_view bytes, std::uint32_t crc) noexcept {
  static const bool fast = __builtin_cpu_supports("sse4.2") != 0;
  return fast ? by_instruction(bytes, crc) : detail::crc32c_by_table(bytes, crc);
}
#else
std::uint32_t update(std::string_view bytes, std::uint32_t crc) noexcept {
  return detail::crc32c_by_table(bytes, crc);
}
#endif

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) noexcept {
  return ~update(bytes, ~before);
}

}  // namespace varve
