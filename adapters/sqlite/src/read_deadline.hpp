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

  /// Called for each row; `timeout` when the deadline has come.
  [[nodiscard]] result<void> check() {
    constexpr std::size_t rows_between = 1024;
    if (deadline_ == never || ++rows_ % rows_between != 0) return {};
    return engine::check_deadline(deadline_, time_, "reading");
  }

 private:
  instant deadline_;
  const clock& time_;
  std::size_t rows_ = 0;
};

}  // namespace varve::sqlite
