#include "utf8.hpp"

#include <simdjson.h>

#include <cstring>

namespace varve {
namespace {

std::uint64_t eight_bytes_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

bool is_ascii(std::string_view text) {
  constexpr std::uint64_t highs = 0x8080808080808080U;
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint64_t seen = 0;
  for (; end - at >= 32; at += 32)
    seen |= eight_bytes_at(at) | eight_bytes_at(at + 8) | eight_bytes_at(at + 16) | eight_bytes_at(at + 24);
  for (; end - at >= 8; at += 8) seen |= eight_bytes_at(at);
  if (text.size() >= 8) return ((seen | eight_bytes_at(end - 8)) & highs) == 0;
  for (; at != end; ++at) seen |= static_cast<unsigned char>(*at);
  return (seen & highs) == 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return is_ascii(text) || simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace varve
