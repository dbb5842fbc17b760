#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/time.hpp>

#include "statement.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace varve::sqlite {

/// A row of varve_events. Borrows its texts. As stored: an empty content type is JSON, empty metadata are
/// `{}`.
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
  std::string_view metadata;  ///< of a compacted row the envelope digest
  std::string_view data;
  bool compacted = false;

  [[nodiscard]] bool ends_commit() const { return ahead == 0; }
  /// Leaves what compaction leaves. Borrows the digest.
  void compact(const digest& remains);
};

/// The columns that `read_event_row` wants, in its order: behind the position from the table's last one on,
/// for SQLite then goes through the header of a row only once.
inline constexpr std::string_view event_columns = "position, data, envelope, id, type, revision, stream";

/// The column that holds what is not looked for (docs/formats.md, "The envelope of an event").
namespace row_envelope {

inline constexpr std::size_t digest_at = 3 * sizeof(std::uint32_t) + 2 * sizeof(std::uint64_t);

/// Size of the envelope of a row.
[[nodiscard]] std::size_t size(const event_row& row);

/// Writes the envelope, the row's checksum included, to `out`, which has room for it.
void write(const event_row& row, char* out);

}  // namespace row_envelope

/// A row as it was found, its checksum not compared yet.
struct stored_row {
  event_row row;
  std::string_view envelope;  ///< in which the row's texts lie, all but the data

  /// Whether the row is what was written.
  [[nodiscard]] bool intact() const;
  [[nodiscard]] std::size_t size() const { return envelope.size() + row.data.size(); }
  /// Copies envelope and data to `memory`, which has room for them: the row borrows from there from now on.
  void move_to(char* memory);
};

/// The row that a SELECT of `event_columns` stands on; its texts are valid until the next row. Throws
/// `failure` (`corrupt`) when it cannot be one.
void read_event_row(const rows& from, stored_row& out);
/// The same from a function's arguments.
void read_event_row(const arguments& from, stored_row& out);

/// The same, and compares the checksum.
[[nodiscard]] event_row read_checked_row(const rows& from);

/// Throws `failure` (`corrupt`) naming the position.
[[noreturn]] void damaged_event(std::int64_t position);

}  // namespace varve::sqlite
