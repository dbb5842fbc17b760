#include "postgres_event_table.hpp"

#include <string>

namespace bench::baseline {

void postgres_event_table::create(postgres& server) {
  server.execute(std::string("SET client_min_messages = warning; DROP TABLE IF EXISTS events;") + schema +
                 function);
}

void postgres_event_table::expect(postgres& server, std::uint64_t events) {
  const auto found = server.number("SELECT count(*) FROM events");
  if (found != events)
    throw std::runtime_error("the table holds " + std::to_string(found) + " events, not " +
                             std::to_string(events));
}

one_insert::one_insert(const std::string& url, const char* statement) : server_(url) {
  server_.prepare("append", statement);
}

void one_insert::operator()(const event& what) {
  binary_values values;
  values.add(what.stream);
  values.add(what.revision);
  values.add(static_cast<std::int32_t>(what.type));
  values.add(std::string_view(what.data));
  values.add(std::string_view(what.metadata));
  values.add(what.time);
  server_.execute_prepared("append", values);
}

unnest_insert::unnest_insert(postgres& server) : server_(server) {
  server.prepare("append", statement);
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
