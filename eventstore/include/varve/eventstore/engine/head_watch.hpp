#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/position.hpp>
#include <varve/core/token.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace varve::engine {

/// Lets threads wait until a log has grown. What this store commits, or hears of, wakes them at once; the
/// rest is found by looking at the log now and then. Thread-safe.
class head_watch {
 public:
  /// `look` gives the log's head, or throws `failure`: `timeout` when that cannot be had by the deadline of
  /// the one who looks. Called by one waiting thread at a time, for all.
  head_watch(std::function<token(instant)> look, std::chrono::nanoseconds between_looks, const clock& time)
      : look_(std::move(look)), time_(time), between_looks_(between_looks) {}

  /// The log has come up to here.
  void advance(const token& head);
  /// Somebody said that the log has grown: look again at once.
  void hint();
  /// From now on, so long between two looks.
  void look_every(std::chrono::nanoseconds between_looks);
  /// Ends all waiting, now and later.
  void stop();

  /// The head as soon as it lies behind `after`, or when the deadline has come or `stop` was called. Throws
  /// `failure`.
  [[nodiscard]] token wait(position after, instant deadline);

 private:
  /// False when the head could not be had in time.
  [[nodiscard]] bool look(std::unique_lock<std::mutex>& lock, instant deadline);

  const std::function<token(instant)> look_;
  const clock& time_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::chrono::nanoseconds between_looks_;
  token head_;
  bool looking_ = false;
  bool hinted_ = false;  // since the last look began
  bool stopped_ = false;
};

}  // namespace varve::engine
