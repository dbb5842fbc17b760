#include <varve/core/digest.hpp>

#include "hasher.hpp"

#include <algorithm>
#include <vector>

namespace varve {
using detail::hasher;
using detail::this_thread_hasher;

namespace {

void add_sorted(hasher& hash, tags_view tags) {
  if (tags.empty()) return;
  std::vector<std::string_view> sorted(tags.begin(), tags.end());
  std::ranges::sort(sorted);
  for (const auto tag : sorted) hash.add_sized(tag);
}

}  // namespace

std::string digest::to_string() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

std::optional<digest> digest::parse(std::string_view text) {
  digest out;
  if (text.size() != out.bytes.size() * 2) return std::nullopt;
  const auto value_of = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    const int high = value_of(text[2 * i]);
    const int low = value_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return out;
}

digest content_digest(std::string_view stream, std::string_view type, std::string_view content_type,
                      std::string_view data, tags_view tags) {
  hasher& hash = this_thread_hasher();
  hash.add_sized(stream).add_sized(type).add_sized(content_type).add_sized(data);
  add_sorted(hash, tags);
  return hash.finish();
}

digest envelope_digest(std::string_view metadata, timestamp occurred_at, timestamp recorded_at) {
  const auto nanoseconds = [](timestamp at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
  };
  return this_thread_hasher()
      .add_sized(metadata)
      .add(nanoseconds(occurred_at))
      .add(nanoseconds(recorded_at))
      .finish();
}

}  // namespace varve
