#pragma once

#include "../sample.hpp"
#include "../workload.hpp"
#include "event_table.hpp"

#include <cstddef>
#include <filesystem>
#include <span>

namespace bench::baseline {

/// How a batch becomes statements.
struct batch_shape {
  std::size_t events_per_commit = 1;
  std::size_t rows_per_insert = 1;  // divides events_per_commit
};

/// One batch of events, of as many streams, in one transaction:
///
///   BEGIN IMMEDIATE;
///   INSERT OR ROLLBACK INTO events (stream, revision, type, data, metadata, time)
///     VALUES (?,?,?,?,?,?), …;   -- rows_per_insert rows; events_per_commit / rows_per_insert times
///   COMMIT;                      -- one flush of the WAL
///
/// Lean: nothing is selected, UNIQUE (stream, revision) is the whole version check. All statements are
/// prepared once; the events' bytes are bound in place. With 1 row per insert this is the loop that everybody
/// writes; with 50 the one that an expert writes after measuring: as fast at 10 events per commit, faster at
/// 100 and 1,000.
class batch_append {
 public:
  /// `database` has the event_table and outlives this object. Throws std::invalid_argument for a broken
  /// shape.
  batch_append(connection& database, batch_shape shape);

  /// Returns once `events_per_commit` events are durable.
  void operator()(std::span<const event> batch);

 private:
  batch_shape shape_;
  statement begin_;
  statement insert_;
  statement commit_;
};

/// The raw batch loop: one caller, all of `events`, a whole number of batches, into a new event_table at
/// `file`. Making the file and closing it are not timed.
sample append_in_batches(const std::filesystem::path& file, std::span<const event> events, batch_shape shape);

}  // namespace bench::baseline
