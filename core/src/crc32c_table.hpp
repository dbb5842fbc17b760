#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace varve::detail {

constexpr std::array<std::uint32_t, 256> make_crc32c_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
    table[i] = crc;
  }
  return table;
}

/// The register of CRC-32C (its complement) after `bytes`, on any processor.
inline std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t crc) noexcept {
  static constexpr auto table = make_crc32c_table();
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8);
  return crc;
}

}  // namespace varve::detail
