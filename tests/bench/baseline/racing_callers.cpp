#include "racing_callers.hpp"

#include "../stopwatch.hpp"
#include "checked_append.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

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

/// The start that the callers share, and what went wrong with one of them.
class race {
 public:
  race(std::span<const event> events, std::size_t callers)
      : events_(events), callers_(static_cast<std::int64_t>(callers)), ready_(callers_ + 1), go_(1) {}

  /// Lets all callers go at once and waits for the last; answers the seconds between.
  double run(std::deque<caller>& all) {
    std::vector<std::jthread> threads;
    for (auto& each : all) threads.emplace_back([this, &each] { run(each); });
    ready_.arrive_and_wait();
    const stopwatch watch;
    go_.count_down();
    threads.clear();
    const double seconds = watch.seconds();
    if (failure_) std::rethrow_exception(failure_);
    return seconds;
  }

 private:
  void run(caller& self) {
    ready_.count_down();
    go_.wait();
    try {
      append_share(self);
    } catch (...) {
      const std::lock_guard lock{mutex_};
      failure_ = std::current_exception();
    }
  }

  void append_share(caller& self) {
    event mine;
    const auto share = static_cast<std::int64_t>(events_.size()) / callers_;
    for (std::int64_t appended = 0; appended < share; ++appended) {
      mine = events_[static_cast<std::size_t>(self.number + callers_ * appended)];
      mine.stream = 1 + self.number + callers_ * (appended / workload::events_per_stream);
      mine.revision = appended % workload::events_per_stream;
      const stopwatch waiting;
      self.append(mine);
      self.worst_wait_seconds = std::max(self.worst_wait_seconds, waiting.seconds());
    }
  }

  std::span<const event> events_;
  std::int64_t callers_;
  std::latch ready_;
  std::latch go_;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

sample append_from_many(const std::filesystem::path& file, std::span<const event> events, std::size_t callers,
                        lock_wait wait) {
  const auto keeper = event_table::create(file);  // the last to close, so that no caller's close checkpoints
  std::deque<caller> all;
  for (std::size_t i = 0; i < callers; ++i) all.emplace_back(file, static_cast<std::int64_t>(i), wait);
  sample measured{.items = events.size() / callers * callers, .seconds = race{events, callers}.run(all)};
  for (const auto& each : all) {
    measured.worst_wait_seconds = std::max(measured.worst_wait_seconds, each.worst_wait_seconds);
  }
  return measured;
}

}  // namespace bench::baseline
