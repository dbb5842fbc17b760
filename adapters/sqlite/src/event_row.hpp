#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/time.hpp>

#include "statement.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace varve::sqlite {

/// A row of varve_events without its checksum. Borrows its texts. As stored: an empty content type is JSON,
/// empty metadata are `{}`.
struct event_row {
  std::int64_t position = 0;
  std::int64_t behind = 0;
  std::int64_t ahead = 0;
  std::int64_t stream = 0;
  std::int64_t revision = 0;
  std::int64_t type = 0;
  event_id id;
  timestamp occurred_at;
  timestamp recorded_at;
  digest content_digest;
  std::string_view content_type;
  std::string_view tags;
  std::string_view metadata;
  std::string_view data;
  bool compacted = false;

  [[nodiscard]] bool ends_commit() const { return ahead == 0; }
};

/// The bytes that a row's checksum is computed over (docs/formats.md, "The SQLite log"), in one piece.
namespace row_image {

/// Numbers, id and digest come first.
inline constexpr std::size_t id_at = 8 * 8;
inline constexpr std::size_t digest_at = id_at + 16;
inline constexpr std::size_t fixed_size = digest_at + 32;

/// Size of the image of a row.
[[nodiscard]] std::size_t size(const event_row& row);

/// Writes the image to `out`, which has room for it, and points the row's texts into it.
void write(event_row& row, char* out);

}  // namespace row_image

/// The checksum of a row.
[[nodiscard]] std::uint32_t checksum(event_row row);

/// The columns that `read_event_row` wants, in its order.
inline constexpr std::string_view event_columns =
    "position, behind, ahead, stream, revision, type, id, occurred_at, recorded_at, digest, checksum, "
    "content_type, tags, metadata, data";

/// A row with the checksum that stands beside it, not compared yet.
struct stored_row {
  event_row row;
  std::uint32_t checksum = 0;
};

/// The row that a SELECT of `event_columns` stands on; its texts are valid until the next row. Throws
/// `failure` (`corrupt`) when it cannot be one.
void read_event_row(const rows& from, stored_row& out);

/// The same, and compares the checksum.
[[nodiscard]] event_row read_checked_row(const rows& from);

/// Throws `failure` (`corrupt`) naming the position.
[[noreturn]] void damaged_event(std::int64_t position);

}  // namespace varve::sqlite
