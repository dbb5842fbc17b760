#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/event_store.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace varve {

/// How much of streams is kept. An event is hidden when either demand wants it to be.
struct retention_rule {
  std::string prefix = {};                               ///< of the names of the streams that it is for
  std::optional<std::int64_t> max_count = {};            ///< the newest so many events of each
  std::optional<std::chrono::nanoseconds> max_age = {};  ///< events recorded within this time
};

struct retention_report {
  std::int64_t streams = 0;    ///< looked at
  std::int64_t truncated = 0;  ///< of these
  std::int64_t events = 0;     ///< hidden by it
};

struct retention_options {
  bool dry_run = false;  ///< counts and writes nothing
  const clock* time = &system_clock();
  /// Told after each stream that is truncated; an error (`stopped`) ends it.
  std::function<result<void>(const retention_report&)> progress = {};
};

/// Applies a rule once: truncates each stream of which more is visible than is to be kept, by an event of
/// `$streams` (`$truncated`), so that the same is hidden in every copy of the log. Nothing is freed before
/// `compact_log`. Deleted streams have nothing to hide. `invalid_argument` for a rule that demands nothing or
/// a negative number.
[[nodiscard]] result<retention_report> retain(event_store& log, const retention_rule& rule,
                                              const retention_options& how = {});

}  // namespace varve
