#pragma once

#include <atomic>
#include <climits>
#include <cstdint>

#ifdef __linux__
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace varve::engine {

/// A number that threads sleep on until it changes. `std::atomic` can do this, too, but libstdc++ yields the
/// processor several times before it sleeps: of many callers that wait for one commit, that was a sixth of
/// all work, and it delayed the commit.
class futex {
 public:
  [[nodiscard]] std::uint32_t value() const { return value_.load(std::memory_order_acquire); }

  /// What was written before is seen by those who see the new number.
  void change_and_wake_all() {
    value_.fetch_add(1, std::memory_order_release);
#ifdef __linux__
    ::syscall(SYS_futex, &value_, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
#else
    value_.notify_all();
#endif
  }

  /// Sleeps while the number is `old`; may return early.
  void wait(std::uint32_t old) const {
#ifdef __linux__
    ::syscall(SYS_futex, &value_, FUTEX_WAIT_PRIVATE, old, nullptr, nullptr, 0);
#else
    value_.wait(old, std::memory_order_acquire);
#endif
  }

 private:
  static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));
  std::atomic<std::uint32_t> value_{0};
};

}  // namespace varve::engine
