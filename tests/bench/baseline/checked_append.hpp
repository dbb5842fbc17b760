#pragma once

#include "../workload.hpp"
#include "event_table.hpp"

namespace bench::baseline {

/// One event, one transaction, with version check: what an append by hand comes to.
///
///   BEGIN IMMEDIATE;
///   SELECT max(revision) FROM events WHERE stream = ?1;   -- must be the event's revision - 1
///   INSERT OR ROLLBACK INTO events (stream, revision, type, data, metadata, time) VALUES (?,?,?,?,?,?);
///   COMMIT;                                               -- one flush of the WAL
///
/// All four statements are prepared once; the event's bytes are bound in place.
class checked_append {
 public:
  /// `database` has the event_table and outlives this object.
  explicit checked_append(connection& database);

  /// Returns once the event is durable; throws std::runtime_error when its revision is not the stream's next.
  void operator()(const event& what);

 private:
  void check_revision(const event& what);

  statement begin_;
  statement last_revision_;
  statement insert_;
  statement commit_;
};

}  // namespace bench::baseline
