#pragma once

#include <varve/core/random.hpp>
#include <varve/core/revision.hpp>

#include <chrono>
#include <optional>
#include <variant>

namespace varve {

/// When somebody else wrote the stream first: load it again, decide again, append again.
struct retry_policy {
  int attempts = 5;  ///< appends in all; 1 never tries again
  /// Before each further attempt comes a pause of random length, so that racers fall out of step. It is at
  /// most this long the first time, and may be twice as long each time after that.
  std::chrono::nanoseconds first_pause = std::chrono::milliseconds{1};
  std::chrono::nanoseconds longest_pause = std::chrono::milliseconds{100};
};

/// Decide on exactly this state or not at all: for a user who has looked at it. A conflict is the answer,
/// since to try again on another state would be to decide something else.
struct pinned {
  std::optional<varve::revision> last;  ///< the stream's last revision; absent: the stream does not exist
};

/// One or the other: a pinned decision cannot be retried.
using conflict_policy = std::variant<retry_policy, pinned>;

/// How long to pause before attempt number `attempt` (from 2): drawn evenly from zero to the bound that the
/// policy states.
[[nodiscard]] std::chrono::nanoseconds pause_before(int attempt, const retry_policy& policy,
                                                    random_source& random);

}  // namespace varve
