#include "postgres_append.hpp"

#include "../stopwatch.hpp"
#include "postgres_event_table.hpp"
#include "share.hpp"

namespace bench::baseline {
namespace {

sample insert_from(const std::string& url, std::span<const event> events, std::size_t connections,
                   const char* statement) {
  postgres server{url};
  postgres_event_table::create(server);
  std::deque<caller<one_insert>> all;
  for (std::size_t i = 0; i < connections; ++i) all.emplace_back(i, url, statement);
  const sample measured = append_shares(all, events);
  postgres_event_table::expect(server, measured.items);
  return measured;
}

}  // namespace

sample insert_from_many(const std::string& url, std::span<const event> events, std::size_t connections) {
  return insert_from(url, events, connections, one_insert::plain);
}

sample insert_under_lock(const std::string& url, std::span<const event> events, std::size_t connections) {
  return insert_from(url, events, connections, one_insert::locked);
}

sample insert_batches(const std::string& url, std::span<const event> events, std::size_t events_per_batch) {
  postgres server{url};
  postgres_event_table::create(server);
  unnest_insert insert{server};
  sample measured{.items = events.size()};
  const stopwatch watch;
  for (std::size_t first = 0; first < events.size(); first += events_per_batch)
    insert(events.subspan(first, events_per_batch));
  measured.seconds = watch.seconds();
  postgres_event_table::expect(server, measured.items);
  return measured;
}

}  // namespace bench::baseline
