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

  /// Shows the rows until the visitor has enough. Throws `failure` (`corrupt`) when a row that must be there
  /// is not.
  void each(const event_scan::visitor& see);

 private:
  [[nodiscard]] bool over(std::int64_t position) const;
  [[nodiscard]] bool by_candidates() const;
  /// Show rows as far as the one way of finding them goes; false when the visitor has enough.
  bool by_postings(const event_scan::visitor& see);
  bool by_scan(const event_scan::visitor& see);

  reader& source_;
  direction way_;
  std::int64_t step_;
  std::int64_t next_;
  std::int64_t to_;
  std::int64_t indexed_ = 0;
  std::unique_ptr<candidates> candidates_;
};

}  // namespace varve::sqlite
