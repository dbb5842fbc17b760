#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/time.hpp>
#include <varve/core/token.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace varve {

/// An earlier life of the same log. Positions up to and including `shared` are the same events in both.
struct ancestor {
  varve::epoch epoch;
  varve::position shared;
  event_id shared_id;
  std::string cause;  ///< `restore`, `failover`, `divergence`, `move`

  friend bool operator==(const ancestor&, const ancestor&) = default;
};

/// What a log is and how far it has come.
struct log_info {
  varve::epoch epoch;
  std::vector<ancestor> ancestors;  ///< the oldest first
  token head;                       ///< position 0 when empty
  std::int64_t events = 0;          ///< all that were ever written, without those of reserved streams
  std::int64_t streams = 0;         ///< likewise
  std::int64_t bytes = 0;           ///< of storage; 0 when in memory
};

/// Whether a token's place belongs to the history of this log (architecture, promise 8): its epoch is ours
/// and its position at most the head, or it is an ancestor's and lies before every point where a later life
/// began. An epoch that is not stated passes.
[[nodiscard]] bool shares(const log_info& log, const token& place);

}  // namespace varve
