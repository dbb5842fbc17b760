#pragma once

#include <varve/eventstore/filter.hpp>

#include "candidates.hpp"
#include "event_row.hpp"
#include "reader.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace varve::sqlite {

/// The rows between two positions that may pass a filter, in one direction: found through postings up to the
/// mark, and by reading every row behind it, or everywhere when that is cheaper. Lives inside one snapshot;
/// one at a time on a reader.
class log_walk {
 public:
  /// `from` and `to` are included; nothing lies between them when `to` is on the other side. `which` must
  /// outlive the walk.
  log_walk(reader& source, const snapshot& state, const filter& which, direction way, std::int64_t from,
           std::int64_t to);

  /// The next row, valid until the one after it; nullptr at the end. Throws `failure` (`corrupt`) when a row
  /// that must be there is not.
  [[nodiscard]] stored_row* next();

 private:
  [[nodiscard]] bool over(std::int64_t position) const;
  [[nodiscard]] bool by_candidates() const;
  [[nodiscard]] stored_row* next_candidate();
  [[nodiscard]] stored_row* next_scanned();

  reader& source_;
  direction way_;
  std::int64_t step_;
  std::int64_t next_;
  std::int64_t to_;
  std::int64_t indexed_ = 0;
  std::unique_ptr<candidates> candidates_;
  std::optional<rows> scan_;
  std::optional<rows> candidate_;
  stored_row found_;
};

}  // namespace varve::sqlite
