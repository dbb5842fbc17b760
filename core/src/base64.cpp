#include <varve/core/base64.hpp>

#include <array>
#include <cstdint>

namespace varve {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t none = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(none);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr std::size_t padding(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with('=') ? 1 : 0;
}

}  // namespace

void append_base64(std::string& out, std::span<const std::byte> bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto group = bytes.subspan(i, std::min<std::size_t>(3, bytes.size() - i));
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8 | (j < group.size() ? std::to_integer<std::uint32_t>(group[j]) : 0);
    for (std::size_t j = 0; j < 4; ++j)
      out.push_back(j <= group.size() ? alphabet[bits >> (18 - 6 * j) & 63] : '=');
  }
}

std::size_t base64_size(std::string_view text) {
  const std::size_t whole = text.size() / 4 * 3;
  return whole - std::min(whole, padding(text));
}

bool read_base64(std::string_view text, std::span<std::byte> out) {
  static constexpr auto values = make_values();
  if (text.size() % 4 != 0) return false;
  const std::size_t digits = text.size() - padding(text);
  std::uint32_t bits = 0;
  std::size_t read = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::uint8_t value = values[static_cast<unsigned char>(text[i])];
    if (value == none) return false;
    bits = bits << 6 | value;
    if (i % 4 != 0) out[read++] = static_cast<std::byte>(bits >> (6 - 2 * (i % 4)));
  }
  // What the last digit has beyond the last byte.
  const std::uint32_t unused = (1U << (2 * padding(text))) - 1;
  return (bits & unused) == 0;
}

}  // namespace varve
