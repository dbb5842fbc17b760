#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace varve {

/// The longest name of a stream, an event type or a tag, in bytes.
inline constexpr std::size_t longest_name = 255;

namespace detail {

/// Length of the UTF-8 sequence at `at` (1 to 4), or 0 when it is malformed, overlong, a surrogate or a
/// control character (U+0000 to U+001F, U+007F to U+009F).
constexpr std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : 0;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return follows(1) && !(first == 0xC2 && byte(1) < 0xA0) ? 2 : 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  const bool outside =
      (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) >= 0x90) || first > 0xF4;
  return follows(1) && follows(2) && follows(3) && !outside ? 4 : 0;
}

}  // namespace detail

/// Whether `text` may be the name of a stream or an event type, or a tag: valid UTF-8 of 1 to 255 bytes
/// without control characters, compared bytewise, never normalised. Usable at compile time.
constexpr bool is_name(std::string_view text) {
  if (text.empty() || text.size() > longest_name) return false;
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F; };
  for (std::size_t at = 0; at < text.size();) {
    if (is_plain(text[at])) {  // nearly all of nearly all names
      ++at;
      continue;
    }
    const std::size_t length = detail::character_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/// Whether a name belongs to Varve itself: it begins with `$`, and can be read but not written.
constexpr bool is_reserved(std::string_view name) {
  return name.starts_with('$');
}

/// A stream's category: what stands before its first `-`; without one, the whole name.
constexpr std::string_view category_of(std::string_view stream) {
  return stream.substr(0, stream.find('-'));
}

}  // namespace varve
