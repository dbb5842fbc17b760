#include "writers.hpp"

#include <varve/testing/seeded_random.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace varve::stress {
namespace {

constexpr std::int64_t told_every = 1000;

/// What all writers of a process share.
struct effort {
  event_store& store;
  const write_plan& plan;
  std::atomic<std::int64_t> events = 0, conflicts = 0, rolled_back = 0, pauses = 0;
  std::mutex mutex = {};
  std::exception_ptr problem = {};
};

class writer {
 public:
  writer(effort& all, std::size_t number)
      : all_(all),
        random_(all.plan.seed * 1000 + number),
        stream_("writer", all.plan.name + "_" + std::to_string(number)) {}

  void run() {
    while (all_.events < all_.plan.events) {
      const auto choice = random_.below(100);
      if (choice < 5)
        lose();
      else if (choice < 10)
        be_rolled_back();
      else
        append();
      if (random_.below(50) == 0) rest();
    }
  }

 private:
  std::vector<new_event> batch() {
    new_event event;
    event.type = "noted";
    event.data = "{}";
    return std::vector<new_event>(1 + random_.below(10), event);
  }

  void append() {
    const auto outcome = send(append_request::to(stream_, batch(), next_));
    const auto* const done = std::get_if<appended>(&outcome);
    if (done == nullptr)
      throw std::runtime_error("an append of its own stream's only writer was not written");
    next_ = done->writes.front().last;
    const auto count = done->last - done->first + 1;
    const auto before = all_.events.fetch_add(count);
    if (before / told_every != (before + count) / told_every)
      std::cout << std::to_string(before + count) + '\n' << std::flush;
  }

  void lose() {
    const auto wrong = next_ == expected::no_stream() ? expected{revision{7}} : expected::no_stream();
    if (!std::holds_alternative<conflict>(send(append_request::to(stream_, batch(), wrong))))
      throw std::runtime_error("an append that expected what was not so met no conflict");
    ++all_.conflicts;
  }

  void be_rolled_back() {
    auto request = append_request::to(stream_, batch(), next_);
    request.checks.push_back({"nobody-1", expected::stream_exists()});
    if (!std::holds_alternative<conflict>(send(request)))
      throw std::runtime_error("an append with a check that failed met no conflict");
    ++all_.rolled_back;
  }

  void rest() {
    std::this_thread::sleep_for(std::chrono::microseconds{random_.below(5000)});
    ++all_.pauses;
  }

  /// `unavailable` is answered while a server is gone or overloaded; what is in doubt is settled by the ids.
  append_outcome send(append_request request) {
    for (auto& write : request.writes)
      for (auto& event : write.events) event.id = ids_.next();
    while (true) {
      auto outcome = all_.store.append_and_wait(request);
      const auto* const refused = std::get_if<not_written>(&outcome);
      if (refused != nullptr && refused->why.code != errc::unavailable) throw failure{refused->why};
      if (refused == nullptr && !std::holds_alternative<unknown>(outcome)) return outcome;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
  }

  effort& all_;
  testing::seeded_random random_;
  event_id_generator ids_{system_clock(), system_random()};
  stream_id stream_;
  expected next_ = expected::no_stream();
};

void run_writer(effort& all, std::size_t number) try { writer{all, number}.run(); } catch (...) {
  const std::scoped_lock lock{all.mutex};
  all.problem = std::current_exception();
  all.events = all.plan.events;
}

}  // namespace

write_report run_writers(event_store& store, const write_plan& plan) {
  effort all{store, plan};
  {
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < plan.writers; ++number)
      threads.emplace_back([&all, number] { run_writer(all, number); });
  }
  if (all.problem) std::rethrow_exception(all.problem);
  return {all.events, all.conflicts, all.rolled_back, all.pauses};
}

}  // namespace varve::stress
