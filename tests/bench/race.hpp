#pragma once

#include "stopwatch.hpp"

#include <cstddef>
#include <exception>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

namespace bench {

/// Lets each caller run on a thread of its own, all at once, and waits for the last. Answers the seconds
/// between; rethrows what one of them threw.
template<class Callers, class Run>
double race(Callers& all, const Run& run) {
  std::latch ready{static_cast<std::ptrdiff_t>(all.size()) + 1};
  std::latch go{1};
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::jthread> threads;
  for (auto& each : all)
    threads.emplace_back([&] {
      ready.count_down();
      go.wait();
      try {
        run(each);
      } catch (...) {
        const std::scoped_lock lock{mutex};
        failure = std::current_exception();
      }
    });
  ready.arrive_and_wait();
  const stopwatch watch;
  go.count_down();
  threads.clear();
  const double seconds = watch.seconds();
  if (failure) std::rethrow_exception(failure);
  return seconds;
}

}  // namespace bench
