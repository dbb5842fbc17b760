#pragma once

#include "../workload.hpp"
#include "postgres.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace bench::baseline {

/// The table that the append baselines write in PostgreSQL: the least that holds an event log together.
/// Stream and type are integer keys; who appends has them already: names are neither looked up nor stored. No
/// event id, digest, checksum or tag is stored. The server has initdb's settings: fsync and
/// synchronous_commit on.
class postgres_event_table {
 public:
  static constexpr const char* schema = R"(
    CREATE TABLE events (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream bigint NOT NULL,
                         revision bigint NOT NULL, type integer NOT NULL, data text NOT NULL,
                         metadata text NOT NULL, time bigint NOT NULL);
    CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
    CREATE INDEX events_by_type ON events (type);)";

  /// Called by one_insert::locked. The lock is held until the end of the transaction, so that positions come
  /// in the order of the commits.
  static constexpr const char* function = R"(
    CREATE OR REPLACE FUNCTION append_one(p_stream bigint, p_revision bigint, p_type integer, p_data text,
                                          p_metadata text, p_time bigint)
    RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock(1);
      INSERT INTO events (stream, revision, type, data, metadata, time)
        VALUES (p_stream, p_revision, p_type, p_data, p_metadata, p_time);
    END $$)";

  /// Makes it new, in the schema public, in place of what stood there.
  static void create(postgres& server);

  /// The events that it holds must be so many: throws std::runtime_error.
  static void expect(postgres& server, std::uint64_t events);
};

/// Through a connection of its own one event after the other, each its own transaction and one round trip:
/// prepared, parameters in binary.
class one_insert {
 public:
  /// Unique (stream, revision) is the whole version check. Positions are given in another order than that of
  /// the commits: readers of such a table skip events.
  static constexpr const char* plain =
      "INSERT INTO events (stream, revision, type, data, metadata, time) VALUES ($1, $2, $3, $4, $5, $6)";
  /// The same in a function that takes one advisory lock first.
  static constexpr const char* locked = "SELECT append_one($1, $2, $3, $4, $5, $6)";

  one_insert(const std::string& url, const char* statement);
  void operator()(const event& what);

 private:
  postgres server_;
};

/// A batch, its own transaction, one round trip: prepared, arrays in binary.
class unnest_insert {
 public:
  static constexpr const char* statement = R"(
    INSERT INTO events (stream, revision, type, data, metadata, time) SELECT * FROM
      unnest($1::bigint[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::bigint[])
    RETURNING position)";

  explicit unnest_insert(postgres& server);
  void operator()(std::span<const event> batch);

 private:
  postgres& server_;
};

}  // namespace bench::baseline
