#pragma once

#include <varve/core/time.hpp>

#include <cstddef>

namespace varve {

enum class direction { forward, backward };

/// How a page is read.
struct read_options {
  varve::direction direction = direction::forward;
  /// Exact, unless `whole_commits`. 0 gives no events.
  std::size_t limit = 1000;
  /// For consumers, forward on the log only: the page ends with a commit. The limit is then a wish: the page
  /// grows to hold one whole commit, and may be empty with `scanned` advanced, so that a rare match does not
  /// hold the reader up. `at_end` then tells that the head was reached.
  bool whole_commits = false;
  /// Past it the answer is `timeout`.
  instant deadline = never;
  /// Log reads only: compacted events are given too, as what remains of them (`event_view::envelope_digest`).
  bool skeletons = false;
};

}  // namespace varve
