#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/time.hpp>
#include <varve/eventstore/log_info.hpp>

#include "connection.hpp"
#include "statement.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// The one row of varve_log.
struct log_row {
  varve::epoch epoch;
  timestamp created_at;
  std::int64_t barriers = 0;
  std::int64_t changes = 0;  ///< events of `$streams`
  std::int64_t indexed = 0;  ///< up to this position all terms stand in varve_postings
};

/// The columns that `read_log_row` wants, in its order.
inline constexpr std::string_view log_columns = "epoch, created_at, barriers, changes, indexed, checksum";

/// The row that a SELECT of `log_columns` stands on. Throws `failure` (`corrupt`) when its checksum does not
/// match.
[[nodiscard]] log_row read_log_row(const rows& from);
/// Writes it, in the transaction that is open.
void write_log_row(const connection& db, const log_row& row);

/// The oldest first. Throws `failure` (`corrupt`) when a checksum does not match.
[[nodiscard]] std::vector<ancestor> read_ancestors(const connection& db);

/// Replaces them all, in the transaction that is open.
void write_ancestors(const connection& db, const std::vector<ancestor>& all);

/// Ends the log's life at its head and begins another, in the transaction that is open: what a restore and a
/// move do to a log that nobody has open.
void begin_epoch(const connection& db, const epoch& fresh, const std::string& cause);

}  // namespace varve::sqlite
