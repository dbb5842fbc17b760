#pragma once

#include "../sample.hpp"
#include "../workload.hpp"

#include <cstddef>
#include <filesystem>
#include <span>

namespace bench::baseline {

/// What a caller does while another one holds the file's lock.
enum class lock_wait {
  busy_timeout,  // sleeps as SQLite's own busy handler does: 1, 2, 5, … and then 100 ms; patience 120 s
  random_sleep,  // a busy handler of our own: 1 to 10 ms, at random, for ever
};

/// Many callers without a queue between them: each of `callers` threads has its own connection to one
/// event_table, new at `file`, and appends one event after the other, each by checked_append in its own
/// transaction and with its own flush. Every caller has its own streams: nobody conflicts.
///
/// The callers start together, and each appends the same number of events, its share of `events` (what the
/// division leaves over is left out). Bytes come from `events`, stream and revision are the caller's own. The
/// time ends when the last caller is done. The worst wait is the longest single append of any caller.
/// Opening, closing and starting threads are not timed.
///
/// What to know when reading the figures: with busy_timeout, whoever holds the lock takes it again while the
/// others sleep, and all that sleep wake together; so callers run one after another rather than together,
/// some starve for seconds, and the rate rises with the length of the run towards that of a lone caller,
/// without getting past it. Random sleeps of 1 to 10 ms are the best that was found for a busy handler
/// (shorter ones burn the processor that the committer needs); a mutex of the process around each append was
/// about as fast as they at 16 and 64 callers.
sample append_from_many(const std::filesystem::path& file, std::span<const event> events, std::size_t callers,
                        lock_wait wait);

}  // namespace bench::baseline
