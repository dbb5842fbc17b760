#include "postgres_event_table.hpp"

#include <string>

namespace bench::baseline {
namespace {

constexpr const char* create_table =
    "SET client_min_messages = warning; DROP TABLE IF EXISTS events;"
    "CREATE TABLE events (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream bigint NOT NULL,"
    " revision bigint NOT NULL, type integer NOT NULL, data text NOT NULL, metadata text NOT NULL,"
    " time bigint NOT NULL);"
    "CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);"
    "CREATE INDEX events_by_type ON events (type);"
    "CREATE OR REPLACE FUNCTION append_one(p_stream bigint, p_revision bigint, p_type integer, p_data text,"
    " p_metadata text, p_time bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
    " PERFORM pg_advisory_xact_lock(1);"
    " INSERT INTO events (stream, revision, type, data, metadata, time)"
    " VALUES (p_stream, p_revision, p_type, p_data, p_metadata, p_time);"
    "END $$";

binary_values values_of(const event& what) {
  binary_values out;
  out.add(what.stream);
  out.add(what.revision);
  out.add(static_cast<std::int32_t>(what.type));
  out.add(std::string_view(what.data));
  out.add(std::string_view(what.metadata));
  out.add(what.time);
  return out;
}

}  // namespace

void postgres_event_table::create(postgres& server) {
  server.execute(create_table);
}

void postgres_event_table::expect(postgres& server, std::uint64_t events) {
  const auto found = server.number("SELECT count(*) FROM events");
  if (found != events)
    throw std::runtime_error("the table holds " + std::to_string(found) + " events, not " +
                             std::to_string(events));
}

plain_insert::plain_insert(postgres& server) : server_(server) {
  server.prepare("append",
                 "INSERT INTO events (stream, revision, type, data, metadata, time)"
                 " VALUES ($1, $2, $3, $4, $5, $6)");
}

void plain_insert::operator()(const event& what) {
  server_.execute_prepared("append", values_of(what));
}

locked_insert::locked_insert(postgres& server) : server_(server) {
  server.prepare("append", "SELECT append_one($1, $2, $3, $4, $5, $6)");
}

void locked_insert::operator()(const event& what) {
  server_.execute_prepared("append", values_of(what));
}

unnest_insert::unnest_insert(postgres& server) : server_(server) {
  server.prepare("append",
                 "INSERT INTO events (stream, revision, type, data, metadata, time) SELECT * FROM"
                 " unnest($1::bigint[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::bigint[])"
                 " RETURNING position");
}

void unnest_insert::operator()(std::span<const event> batch) {
  constexpr std::int32_t int8 = 20, int4 = 23, text = 25;
  binary_array streams{int8}, revisions{int8}, types{int4}, data{text}, metadata{text}, times{int8};
  for (const auto& each : batch) {
    streams.add(each.stream);
    revisions.add(each.revision);
    types.add(static_cast<std::int32_t>(each.type));
    data.add(std::string_view(each.data));
    metadata.add(std::string_view(each.metadata));
    times.add(each.time);
  }
  binary_values values;
  for (const auto* array : {&streams, &revisions, &types, &data, &metadata, &times}) values.add(*array);
  server_.execute_prepared("append", values);
}

}  // namespace bench::baseline
