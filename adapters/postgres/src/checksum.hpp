#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>

#include <cstdint>
#include <string_view>

namespace varve::postgres {

/// An event as its checksum covers it (docs/formats.md): what the writer of a batch knows. Absent texts are
/// empty.
struct covered_event {
  std::string_view stream;
  std::string_view type;
  const event_id& id;
  const digest& content_digest;
  std::int64_t occurred_at;
  std::string_view content_type;
  std::string_view tags;
  std::string_view metadata;
  std::string_view data;
};

/// The lower half of a row's checksum.
[[nodiscard]] std::int64_t content_check(const covered_event& event);

/// Where a row stands, known under the log's lock.
struct place {
  std::int64_t position;
  std::int64_t revision;
  std::int64_t recorded_at;
  std::int64_t behind;
  std::int64_t ahead;
};

/// The upper half: `place_check_1` in SQL.
[[nodiscard]] std::int64_t place_check(const place& at);

}  // namespace varve::postgres
