#pragma once

#include "futex.hpp"

#include <array>
#include <atomic>
#include <bitset>
#include <cstddef>

namespace varve::engine {

/// Wakes all blocking callers of one group with one futex. A caller takes the number of the current bell when
/// it enters; the bells turn when a group is taken. A caller that a limit left behind keeps its number, and
/// is then woken in vain once.
class bells {
 public:
  static constexpr std::size_t count = 8;
  using numbers = std::bitset<count>;

  [[nodiscard]] std::size_t current() const { return current_; }
  void turn() { current_ = (current_ + 1) % count; }

  void ring(const numbers& which) {
    for (std::size_t i = 0; i < count; ++i)
      if (which.test(i)) bells_[i].change_and_wake_all();
  }

  /// Returns once `answered` is true; it must be set before its bell is rung.
  void wait(std::size_t number, const std::atomic<bool>& answered) const {
    while (true) {
      const auto rung = bells_[number].value();
      if (answered.load(std::memory_order_acquire)) return;
      bells_[number].wait(rung);
    }
  }

 private:
  std::array<futex, count> bells_;
  std::size_t current_ = 0;
};

}  // namespace varve::engine
