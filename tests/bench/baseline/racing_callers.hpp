#pragma once

#include "../sample.hpp"
#include "../workload.hpp"

#include <cstddef>
#include <filesystem>
#include <span>

namespace bench::baseline {

/// Many callers without a queue between them: each of `callers` threads has its own connection to one
/// event_table, new at `file`, and appends one event after the other, each by checked_append in its own
/// transaction and with its own flush. A caller that finds the file locked waits in SQLite's busy handler
/// (busy_timeout = 120 s, so that nobody gives up). Every caller has its own streams: nobody conflicts.
///
/// The callers start together, and each appends the same number of events, its share of `events` (what the
/// division leaves over is left out). Bytes come from `events`, stream and revision are the caller's own. The
/// time ends when the last caller is done. The worst wait is the longest single append of any caller.
/// Opening, closing and starting threads are not timed.
///
/// What to know when reading the figures: SQLite's busy handler sleeps up to 100 ms while whoever holds the
/// lock takes it again, so callers run one after another rather than together, and the rate rises with the
/// length of the run towards that of a lone caller. Busy handlers of our own with shorter sleeps (20 us to 1
/// ms, fixed, growing and random) cut the worst wait to about 0.1 s at 16 callers and were slower: 1,800 to
/// 6,500 against 7,500 events/s at 16, at best equal at 64.
sample append_from_many(const std::filesystem::path& file, std::span<const event> events,
                        std::size_t callers);

}  // namespace bench::baseline
