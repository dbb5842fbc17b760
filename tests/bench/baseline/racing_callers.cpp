#include "racing_callers.hpp"

#include "../race.hpp"
#include "../stopwatch.hpp"
#include "checked_append.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <thread>

namespace bench::baseline {
namespace {

int sleep_at_random(void* source, int) {
  const auto nap = static_cast<random_source*>(source)->between(1'000, 10'000);
  std::this_thread::sleep_for(std::chrono::microseconds{nap});
  return 1;  // try again
}

struct caller {
  caller(const std::filesystem::path& file, std::int64_t place, lock_wait wait)
      : number(place),
        random(static_cast<std::uint64_t>(place)),
        database(event_table::open(file)),
        append(database) {
    if (wait == lock_wait::busy_timeout) {
      sqlite3_busy_timeout(database.handle(), 120'000);
    } else {
      sqlite3_busy_handler(database.handle(), sleep_at_random, &random);
    }
  }

  std::int64_t number;
  random_source random;
  connection database;
  checked_append append;
  double worst_wait_seconds = 0;
};

void append_share(caller& self, std::span<const event> events, std::int64_t callers) {
  event mine;
  const auto share = static_cast<std::int64_t>(events.size()) / callers;
  for (std::int64_t appended = 0; appended < share; ++appended) {
    mine = events[static_cast<std::size_t>(self.number + callers * appended)];
    mine.stream = 1 + self.number + callers * (appended / workload::events_per_stream);
    mine.revision = appended % workload::events_per_stream;
    const stopwatch waiting;
    self.append(mine);
    self.worst_wait_seconds = std::max(self.worst_wait_seconds, waiting.seconds());
  }
}

}  // namespace

sample append_from_many(const std::filesystem::path& file, std::span<const event> events, std::size_t callers,
                        lock_wait wait) {
  const auto keeper = event_table::create(file);  // the last to close, so that no caller's close checkpoints
  std::deque<caller> all;
  for (std::size_t i = 0; i < callers; ++i) all.emplace_back(file, static_cast<std::int64_t>(i), wait);
  sample measured{.items = events.size() / callers * callers};
  measured.seconds =
      race(all, [&](caller& one) { append_share(one, events, static_cast<std::int64_t>(callers)); });
  for (const auto& each : all) {
    measured.worst_wait_seconds = std::max(measured.worst_wait_seconds, each.worst_wait_seconds);
  }
  return measured;
}

}  // namespace bench::baseline
