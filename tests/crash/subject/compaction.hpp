#pragma once

#include <varve/eventstore/compact_log.hpp>

#include "say.hpp"

#include <cstdint>

namespace varve::crash {

/// Compacts a log in slices of two events, and says of each `compacted N`: so many skeletons stand in it.
result<compaction_report> compact(event_store& log, std::int64_t stood_before, const say& tell);

/// How many events are skeletons.
[[nodiscard]] std::int64_t skeletons_in(event_store& log);
/// How many a deletion or truncation hides.
[[nodiscard]] std::int64_t hidden_in(event_store& log);

}  // namespace varve::crash
