#pragma once

#include <varve/core/tags.hpp>
#include <varve/core/time.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace varve {

/// SHA-256 of one half of an event (docs/formats.md, "Digests"). Two events with equal content digests are
/// the same fact.
struct digest {
  std::array<std::uint8_t, 32> bytes{};

  /// 64 hexadecimal digits in lower case.
  [[nodiscard]] std::string to_string() const;
  /// Reads the same, in lower case; anything else is nullopt.
  [[nodiscard]] static std::optional<digest> parse(std::string_view text);
  friend constexpr auto operator<=>(const digest&, const digest&) = default;
};

/// What a repeated append is compared by: stream, type, content type, data as stored and tags as a set.
/// `content_type` is `application/json` for JSON.
[[nodiscard]] digest content_digest(std::string_view stream, std::string_view type,
                                    std::string_view content_type, std::string_view data, tags_view tags);

/// The other half, which idempotency does not compare: metadata with its headers, and the times. Compaction
/// keeps it.
[[nodiscard]] digest envelope_digest(std::string_view metadata, timestamp occurred_at, timestamp recorded_at);

}  // namespace varve
