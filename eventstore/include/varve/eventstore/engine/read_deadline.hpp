#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/read_options.hpp>

#include <cstddef>
#include <string_view>

namespace varve::engine {

/// Looks at a read's deadline now and then.
class read_deadline {
 public:
  /// `what` names the work in the message.
  read_deadline(const read_options& how, const clock& time, std::string_view what)
      : deadline_(how.deadline), time_(time), what_(what) {}

  /// Called for each row: whether the deadline has come.
  [[nodiscard]] bool come() {
    constexpr std::size_t rows_between = 1024;
    if (deadline_ == never || ++rows_ % rows_between != 0) return false;
    kept_ = check_deadline(deadline_, time_, what_);
    return !kept_;
  }
  /// `timeout` when it had come.
  [[nodiscard]] const result<void>& kept() const { return kept_; }

 private:
  instant deadline_;
  const clock& time_;
  std::string_view what_;
  std::size_t rows_ = 0;
  result<void> kept_;
};

}  // namespace varve::engine
