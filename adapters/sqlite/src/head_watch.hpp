#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/token.hpp>

#include "reader_pool.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace varve::sqlite {

/// Lets threads wait until the log has grown. Commits of this store wake them at once; those of others are
/// found by looking at the file every few milliseconds. Thread-safe.
class head_watch {
 public:
  head_watch(reader_pool& readers, const clock& time) : readers_(readers), time_(time) {}

  /// The store has committed up to here.
  void advance(const token& head);
  /// Ends all waiting, now and later.
  void stop();

  /// The head as soon as it lies behind `after`, or when the deadline has come or `stop` was called. Throws
  /// `failure`.
  [[nodiscard]] token wait(position after, instant deadline);

 private:
  void look(std::unique_lock<std::mutex>& lock);

  reader_pool& readers_;
  const clock& time_;
  std::mutex mutex_;
  std::condition_variable grown_;
  token head_;
  bool looking_ = false;
  bool stopped_ = false;
};

}  // namespace varve::sqlite
