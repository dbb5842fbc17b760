#pragma once

#include "../workload.hpp"
#include "sqlite.hpp"

#include <filesystem>
#include <string>

namespace bench::baseline {

/// The table that the append baselines write: the least that holds an event log together. The position is the
/// rowid, given by SQLite. Stream and type are integer keys in order of creation; who appends has them
/// already: names are neither looked up nor stored. No event id, digest, checksum or tag is stored.
///
/// Pragmas of every connection: journal_mode=WAL, synchronous=FULL (a flush of the WAL in every commit, so an
/// answered commit survives a power cut), wal_autocheckpoint=1000 (a checkpoint, with its flushes, about
/// every 4 MB of WAL; the WAL's file is reused from its start, so it stops growing). page_size=4096,
/// cache_size=-2000 (2 MB), mmap_size=0, locking_mode=NORMAL: others may read and write the file meanwhile.
/// All but the first are SQLite's defaults on Debian; larger caches and rarer checkpoints were tried and
/// gained nothing.
class event_table {
 public:
  static constexpr const char* schema = R"(
    CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL,
                         revision INTEGER NOT NULL, type INTEGER NOT NULL, data BLOB NOT NULL,
                         metadata BLOB NOT NULL, time INTEGER NOT NULL);
    CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
    CREATE INDEX events_by_type ON events (type))";

  /// Makes the table in a new file.
  static connection create(const std::filesystem::path& file);
  /// One more connection to a file that has the table.
  static connection open(const std::filesystem::path& file);

  /// INSERT of that many rows in one statement. OR ROLLBACK, since a violated constraint spoils the commit
  /// anyway: without it SQLite keeps a statement journal for more than one row, which costs most of what they
  /// gain or more.
  static std::string insert_sql(std::size_t rows);

  /// Binds an event to the next parameters of an insert; returns the parameter after its own. Nothing is
  /// copied.
  static int bind(statement& insert, int parameter, const event& what) {
    insert.bind(parameter++, what.stream);
    insert.bind(parameter++, what.revision);
    insert.bind(parameter++, what.type);
    insert.bind_blob(parameter++, what.data);
    insert.bind_blob(parameter++, what.metadata);
    insert.bind(parameter++, what.time);
    return parameter;
  }
};

}  // namespace bench::baseline
