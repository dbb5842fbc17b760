#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/position.hpp>
#include <varve/eventstore/compaction.hpp>

#include "event_row.hpp"
#include "statement.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace varve::sqlite {

/// One slice of a compaction, in the write transaction that is open. Throws `failure`.
///
/// Skeletons are deleted and inserted anew, a run of them at a time: SQLite merges pages when rows are
/// deleted, never when they shrink (docs/adr).
class compactor {
 public:
  compactor(const connection& db, const compaction_limits& most, const clock& time);

  /// Looks at events behind `after`, up to `head`.
  [[nodiscard]] compaction_slice run(position after, position head);

 private:
  /// What is left of a row.
  struct skeleton {
    std::int64_t position;
    std::int64_t stream;
    std::int64_t revision;
    std::int64_t type;
    event_id id;
    std::string envelope;
  };

  void look_at(const stored_row& found);
  [[nodiscard]] bool is_hidden(const event_row& row);
  [[nodiscard]] std::int64_t first_visible(std::int64_t stream);
  void take(const event_row& row);
  void write();

  const compaction_limits most_;
  const clock& time_;
  statement events_;
  statement stream_;
  statement remove_;
  statement insert_;
  std::unordered_map<std::int64_t, std::int64_t> first_visible_;  // by stream
  std::vector<skeleton> skeletons_;
  compaction_slice out_;
};

}  // namespace varve::sqlite
