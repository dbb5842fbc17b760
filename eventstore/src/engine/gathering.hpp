#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace varve::engine {

/// Whether the writer should wait a moment before it takes the next group. Callers in a closed loop, answered
/// together with a commit, come back while the next commit is already under way: they fall into two halves
/// that never meet. So after a group the writer expects those that it has just answered and those that were
/// waiting then. A wait in vain makes the next ones rarer.
class gathering {
 public:
  explicit gathering(std::chrono::nanoseconds longest) : longest_(longest) {}

  /// A group was answered while others were waiting.
  void finished(std::size_t answered, std::size_t waiting, std::chrono::nanoseconds commit_took) {
    expected_ = answered + waiting;
    limit_ = std::min(longest_, commit_took / 2);
  }
  /// Nobody came back.
  void forget() { expected_ = 0; }

  [[nodiscard]] std::size_t expected() const { return expected_; }
  /// Half of the commit that it may save.
  [[nodiscard]] std::chrono::nanoseconds limit() const { return limit_; }

  /// Whether to wait now. A commit that is quicker than waking a few threads is not worth it.
  [[nodiscard]] bool wanted(std::size_t waiting) {
    constexpr std::chrono::microseconds shortest{75};
    if (expected_ < 2 || waiting >= expected_ || limit_ < shortest) return false;
    if (to_skip_ == 0) return true;
    --to_skip_;
    return false;
  }

  /// So many were waiting when it began and when it ended.
  void ended(std::size_t before, std::size_t after) {
    constexpr std::size_t rarest = 6;
    const bool worth_it = (after - before) * 2 >= expected_ - before;
    vain_ = worth_it ? 0 : std::min(vain_ + 1, rarest);
    to_skip_ = (std::size_t{1} << vain_) - 1;
  }

 private:
  std::chrono::nanoseconds longest_;
  std::chrono::nanoseconds limit_{0};
  std::size_t expected_ = 0;
  std::size_t to_skip_ = 0;
  std::size_t vain_ = 0;
};

}  // namespace varve::engine
