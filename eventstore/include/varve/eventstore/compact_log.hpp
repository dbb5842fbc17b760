#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/event_store.hpp>

#include <cstdint>
#include <functional>

namespace varve {

/// What a compaction has done so far.
struct compaction_report {
  position scanned;         ///< of the last event looked at
  std::int64_t events = 0;  ///< compacted
  std::int64_t bytes = 0;   ///< of data and metadata that are gone
  std::int64_t slices = 0;
};

struct compaction_options {
  compaction_limits slice = {};
  /// Told after each slice; an error (`stopped`) ends the compaction.
  std::function<result<void>(const compaction_report&)> progress = {};
  /// Measures slices: between two of them it rests as long as the last one took, for others that write.
  const clock* time = &system_clock();
};

/// Removes data, content type and metadata of every event that a deletion or truncation hides; what remains
/// of it, its skeleton, stays for ever (docs/formats.md), so that positions, checkpoints, conditions and
/// repeats are what they were. Reads give such an event no more unless asked to (`read_options::skeletons`).
///
/// The log may be in use. Each slice is durable when it ends: a compaction that was stopped or killed is
/// simply begun again. `corrupt` when it meets a damaged event, which it leaves as it is; `unsupported` from
/// a store that does not compact.
[[nodiscard]] result<compaction_report> compact_log(event_store& log, const compaction_options& how = {});

}  // namespace varve
