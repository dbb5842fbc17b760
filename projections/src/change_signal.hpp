#pragma once

#include <varve/core/clock.hpp>

#include <condition_variable>
#include <mutex>

namespace varve::detail {

/// Wakes those who wait for a projection to move. A hint: what stands in the database is the truth.
class change_signal {
 public:
  void raise() {
    {
      const std::lock_guard lock{mutex_};
      ++changes_;
    }
    changed_.notify_all();
  }

  [[nodiscard]] std::uint64_t changes() {
    const std::lock_guard lock{mutex_};
    return changes_;
  }

  /// Until something has changed since `seen`, or until then.
  void wait(const clock& time, std::uint64_t seen, instant until) {
    std::unique_lock lock{mutex_};
    while (changes_ == seen && time.steady() < until) {
      if (!time.wait(lock, changed_, until)) return;
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t changes_ = 0;
};

}  // namespace varve::detail
