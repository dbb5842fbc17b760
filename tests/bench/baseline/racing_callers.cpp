#include "racing_callers.hpp"

#include "checked_append.hpp"
#include "share.hpp"

#include <chrono>
#include <thread>

namespace bench::baseline {
namespace {

int sleep_at_random(void* source, int) {
  const auto nap = static_cast<random_source*>(source)->between(1'000, 10'000);
  std::this_thread::sleep_for(std::chrono::microseconds{nap});
  return 1;  // try again
}

class waiting_append {
 public:
  waiting_append(const std::filesystem::path& file, std::size_t seed, lock_wait wait)
      : random_(seed), database_(event_table::open(file)), append_(database_) {
    if (wait == lock_wait::busy_timeout) {
      sqlite3_busy_timeout(database_.handle(), 120'000);
    } else {
      sqlite3_busy_handler(database_.handle(), sleep_at_random, &random_);
    }
  }

  void operator()(const event& what) { append_(what); }

 private:
  random_source random_;
  connection database_;
  checked_append append_;
};

}  // namespace

sample append_from_many(const std::filesystem::path& file, std::span<const event> events, std::size_t callers,
                        lock_wait wait) {
  const auto keeper = event_table::create(file);  // the last to close, so that no caller's close checkpoints
  std::deque<caller<waiting_append>> all;
  for (std::size_t i = 0; i < callers; ++i) all.emplace_back(i, file, i, wait);
  return append_shares(all, events);
}

}  // namespace bench::baseline
