#pragma once

#include <varve/core/clock.hpp>

#include <chrono>

namespace varve::testing {

/// A clock that a test owns: time passes only when told. Threads that wait on it look every millisecond of
/// real time whether their time has come, so that no wake-up is lost; waits without an end are plain ones.
/// Thread-safe.
class virtual_clock final : public clock {
 public:
  /// The wall clock begins at `start`, the steady one at an hour.
  explicit virtual_clock(timestamp start = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21});

  [[nodiscard]] timestamp now() const override;
  [[nodiscard]] instant steady() const override;
  bool wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
            instant until) const override;

  /// Both clocks go on by `by`, which must not be negative.
  void advance(std::chrono::nanoseconds by);
  /// The wall clock jumps by `by`, in either direction; the steady one does not notice.
  void jump(std::chrono::nanoseconds by);

 private:
  mutable std::mutex mutex_;
  timestamp now_;
  instant steady_;
};

}  // namespace varve::testing
