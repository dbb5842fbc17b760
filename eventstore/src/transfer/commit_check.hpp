#pragma once

#include <varve/core/result.hpp>
#include <varve/eventstore/import_batch.hpp>

#include <cstddef>

namespace varve::transfer {

/// Checks that events follow each other as they must in a log: positions without a gap, commits whole, append
/// times never falling.
class commit_check {
 public:
  /// The first event stands behind `after`, and was not recorded before `recorded_at`.
  commit_check(position after, timestamp recorded_at) : last_(after), recorded_at_(recorded_at) {}

  /// `invalid_argument` names the member.
  [[nodiscard]] result<void> next(const imported_event& event);

  /// Where the last event stands.
  [[nodiscard]] position last() const { return last_; }

 private:
  [[nodiscard]] result<void> go_on(const imported_event& event);

  position last_;
  position commit_;
  timestamp recorded_at_;
  std::size_t bytes_ = 0;
};

}  // namespace varve::transfer
