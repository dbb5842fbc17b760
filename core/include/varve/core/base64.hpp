#pragma once

#include <varve/core/result.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace varve {

/// Appends `bytes` in base64 (RFC 4648, section 4: the standard alphabet, padded).
void append_base64(std::string& out, std::span<const std::byte> bytes);

/// How many bytes a text of base64 stands for, by its length and padding; the text may still be malformed.
[[nodiscard]] std::size_t base64_size(std::string_view text);

/// Reads base64 into `out`, which has `base64_size(text)` bytes. False unless the text is exactly what
/// `append_base64` writes: no white space, padded, unused bits zero.
[[nodiscard]] bool read_base64(std::string_view text, std::span<std::byte> out);

}  // namespace varve
