#pragma once

#include <cstdint>
#include <string_view>

namespace varve {

/// CRC-32C (Castagnoli: RFC 3720, appendix B.4) of `bytes`, continuing from the checksum of what came before.
/// Uses the processor's instruction where there is one.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) noexcept;

}  // namespace varve
