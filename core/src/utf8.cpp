#include "utf8.hpp"

#include <simdjson.h>

#include <cstring>

namespace varve {
namespace {

bool is_ascii(std::string_view text) {
  constexpr std::uint64_t highs = 0x8080808080808080U;
  std::uint64_t seen = 0;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    seen |= word;
  }
  for (; left > 0; --left, ++at) seen |= static_cast<unsigned char>(*at);
  return (seen & highs) == 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return is_ascii(text) || simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace varve
