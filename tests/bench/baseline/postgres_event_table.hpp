#pragma once

#include "../workload.hpp"
#include "postgres.hpp"

#include <cstdint>
#include <span>

namespace bench::baseline {

/// The table that the append baselines write in PostgreSQL: the least that holds an event log together.
///
///   CREATE TABLE events (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream bigint NOT NULL,
///                        revision bigint NOT NULL, type integer NOT NULL, data text NOT NULL,
///                        metadata text NOT NULL, time bigint NOT NULL);
///   CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
///   CREATE INDEX events_by_type ON events (type);
///
/// Stream and type are integer keys; who appends has them already: names are neither looked up nor stored. No
/// event id, digest, checksum or tag is stored. The server has initdb's settings: fsync and
/// synchronous_commit on.
class postgres_event_table {
 public:
  /// Makes it new, in the schema public, in place of what stood there.
  static void create(postgres& server);

  /// The events that it holds must be so many: throws std::runtime_error.
  static void expect(postgres& server, std::uint64_t events);
};

/// INSERT INTO events (stream, revision, type, data, metadata, time) VALUES ($1, …, $6), prepared, parameters
/// in binary, each its own transaction, one round trip. Unique (stream, revision) is the whole version check.
/// Positions are given in another order than that of the commits: readers of such a table skip events.
class plain_insert {
 public:
  explicit plain_insert(postgres& server);
  void operator()(const event& what);

 private:
  postgres& server_;
};

/// The same insert in a function that takes one advisory lock first, until its transaction's end, so that
/// positions come in the order of the commits:
///
///   PERFORM pg_advisory_xact_lock(1);
///   INSERT INTO events (stream, revision, type, data, metadata, time) VALUES (…);
///
/// Called by a prepared statement, each call its own transaction, one round trip.
class locked_insert {
 public:
  explicit locked_insert(postgres& server);
  void operator()(const event& what);

 private:
  postgres& server_;
};

/// INSERT INTO events (stream, revision, type, data, metadata, time)
///   SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::bigint[])
///   RETURNING position
/// prepared, arrays in binary, each a transaction of its own, one round trip.
class unnest_insert {
 public:
  explicit unnest_insert(postgres& server);
  void operator()(std::span<const event> batch);

 private:
  postgres& server_;
};

}  // namespace bench::baseline
