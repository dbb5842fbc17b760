#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/read_options.hpp>

#include <cstddef>

namespace varve::sqlite {

/// Looks at a read's deadline now and then.
class read_deadline {
 public:
  read_deadline(const read_options& how, const clock& time) : deadline_(how.deadline), time_(time) {}

  /// Called for each row: whether the deadline has come.
  [[nodiscard]] bool come() {
    constexpr std::size_t rows_between = 1024;
    if (deadline_ == never || ++rows_ % rows_between != 0) return false;
    kept_ = engine::check_deadline(deadline_, time_, "reading");
    return !kept_;
  }
  /// `timeout` when it had come.
  [[nodiscard]] const result<void>& kept() const { return kept_; }

 private:
  instant deadline_;
  const clock& time_;
  std::size_t rows_ = 0;
  result<void> kept_;
};

}  // namespace varve::sqlite
