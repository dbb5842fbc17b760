#include <varve/core/checksum.hpp>

#include "crc32c_table.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#include <wmmintrin.h>
#endif

namespace varve {
namespace {

#if defined(__x86_64__)

/// A register times x^n modulo the polynomial of CRC-32C; bits stand in the reflected order.
constexpr std::uint32_t times_power_of_x(std::uint32_t crc, std::size_t n) {
  for (; n > 0; --n) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
  return crc;
}

constexpr std::size_t most_words_at_once = 128;

/// By a number of words w: what a register is multiplied by, so that one step of the CRC instruction then
/// moves it over w words of zeros (x^(64w - 33): 32 of the 33 come with that step and one with the
/// multiplication).
constexpr auto make_shifts() {
  std::array<std::uint32_t, 2 * most_words_at_once + 1> out{};
  out[1] = times_power_of_x(0x80000000U, 64 - 33);
  for (std::size_t words = 2; words < out.size(); ++words) out[words] = times_power_of_x(out[words - 1], 64);
  return out;
}

std::uint64_t word_at(const char* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, 8);
  return word;
}

__attribute__((target("sse4.2,pclmul"))) std::uint64_t shifted(std::uint64_t crc,
                                                               std::uint32_t shift) noexcept {
  const auto product = _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<std::int64_t>(crc)),
                                            _mm_cvtsi32_si128(static_cast<std::int32_t>(shift)), 0);
  return _mm_crc32_u64(0, static_cast<std::uint64_t>(_mm_cvtsi128_si64(product)));
}

/// The instruction answers after three cycles and can be given every cycle: three thirds go side by side.
__attribute__((target("sse4.2,pclmul"))) std::uint32_t by_instruction(std::string_view bytes,
                                                                      std::uint32_t crc) noexcept {
  static constexpr auto shifts = make_shifts();
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t wide = crc;
  while (left >= 96) {
    const std::size_t words = std::min(left / 24, most_words_at_once);
    const char* const second = at + words * 8;
    const char* const third = second + words * 8;
    std::uint64_t b = 0;
    std::uint64_t c = 0;
    for (std::size_t i = 0; i < words * 8; i += 8) {
      wide = _mm_crc32_u64(wide, word_at(at + i));
      b = _mm_crc32_u64(b, word_at(second + i));
      c = _mm_crc32_u64(c, word_at(third + i));
    }
    wide = shifted(wide, shifts[2 * words]) ^ shifted(b, shifts[words]) ^ c;
    at += words * 24;
    left -= words * 24;
  }
  for (; left >= 8; left -= 8, at += 8) wide = _mm_crc32_u64(wide, word_at(at));
  crc = static_cast<std::uint32_t>(wide);
  for (; left > 0; --left, ++at) crc = _mm_crc32_u8(crc, static_cast<unsigned char>(*at));
  return crc;
}

std::uint32_t update(std::string_view bytes, std::uint32_t crc) noexcept {
  static const bool fast = __builtin_cpu_supports("sse4.2") != 0 && __builtin_cpu_supports("pclmul") != 0;
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
