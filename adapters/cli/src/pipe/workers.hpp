#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace varve::cli::pipe {

/// A few threads that do one job after the other. Jobs must not throw. Thread-safe.
class workers {
 public:
  explicit workers(std::size_t threads);
  /// Does what is left first.
  ~workers();

  void post(std::function<void()> job);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<std::function<void()>> jobs_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace varve::cli::pipe
