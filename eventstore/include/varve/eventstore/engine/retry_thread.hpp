#pragma once

#include <varve/core/clock.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace varve::engine {

/// Tries something on a thread of its own until it succeeds, with growing pauses. Begun and stopped by one
/// thread at a time.
class retry_thread {
 public:
  explicit retry_thread(const clock& time) : time_(time) {}
  ~retry_thread() { stop(); }

  /// `attempt` says whether it succeeded. The attempts begun before have succeeded.
  void begin(std::function<bool()> attempt);
  /// Returns when no attempt is under way and none will be.
  void stop() noexcept;

 private:
  void run(const std::function<bool()>& attempt);

  const clock& time_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace varve::engine
