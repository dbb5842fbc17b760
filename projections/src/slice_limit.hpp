#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace varve::detail {

/// How much work fits into a slice of time, learnt from how long the last pieces took. Starts small.
class slice_limit {
 public:
  slice_limit(std::chrono::nanoseconds slice, std::size_t most) : slice_(slice), most_(most) {}

  [[nodiscard]] std::size_t get() const { return std::min(limit_, most_); }

  /// `done` pieces took `spent`. Grows at most twofold at a time.
  void learn(std::size_t done, std::chrono::nanoseconds spent) {
    if (done == 0) return;
    const auto each = std::max<std::int64_t>(spent.count() / static_cast<std::int64_t>(done), 1);
    const auto fits = static_cast<std::size_t>(std::max<std::int64_t>(slice_.count() / each, 1));
    limit_ = std::min(fits, std::max<std::size_t>(limit_, done) * 2);
  }

 private:
  std::chrono::nanoseconds slice_;
  std::size_t most_;
  std::size_t limit_ = 50;
};

}  // namespace varve::detail
