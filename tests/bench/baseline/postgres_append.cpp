#include "postgres_append.hpp"

#include "../race.hpp"
#include "../stopwatch.hpp"
#include "postgres_event_table.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>

namespace bench::baseline {
namespace {

template<class Insert>
struct caller {
  std::int64_t number;
  postgres server;
  Insert insert{server};
  double worst_wait_seconds = 0;

  caller(const std::string& url, std::size_t place) : number(static_cast<std::int64_t>(place)), server(url) {}

  void append_share(std::span<const event> events, std::int64_t callers) {
    const auto share = static_cast<std::int64_t>(events.size()) / callers;
    for (std::int64_t appended = 0; appended < share; ++appended) {
      event mine = events[static_cast<std::size_t>(number + callers * appended)];
      mine.stream = 1 + number + callers * (appended / workload::events_per_stream);
      mine.revision = appended % workload::events_per_stream;
      const stopwatch waiting;
      insert(mine);
      worst_wait_seconds = std::max(worst_wait_seconds, waiting.seconds());
    }
  }
};

template<class Insert>
sample insert_from(const std::string& url, std::span<const event> events, std::size_t connections) {
  postgres server{url};
  postgres_event_table::create(server);
  std::deque<caller<Insert>> all;
  for (std::size_t i = 0; i < connections; ++i) all.emplace_back(url, i);
  sample measured{.items = events.size() / connections * connections};
  measured.seconds = race(
      all, [&](caller<Insert>& one) { one.append_share(events, static_cast<std::int64_t>(connections)); });
  for (const auto& each : all)
    measured.worst_wait_seconds = std::max(measured.worst_wait_seconds, each.worst_wait_seconds);
  postgres_event_table::expect(server, measured.items);
  return measured;
}

}  // namespace

sample insert_from_many(const std::string& url, std::span<const event> events, std::size_t connections) {
  return insert_from<plain_insert>(url, events, connections);
}

sample insert_under_lock(const std::string& url, std::span<const event> events, std::size_t connections) {
  return insert_from<locked_insert>(url, events, connections);
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
