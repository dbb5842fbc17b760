#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/result.hpp>
#include <varve/core/token.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace varve {

/// What a projection is doing in this process.
enum class projection_state {
  idle,         ///< nobody runs it here
  catching_up,  ///< behind the head
  live,         ///< at the head, waiting for more
  backing_off,  ///< it failed, and is going to be tried again
  failed        ///< it stopped; `failure` says why
};

[[nodiscard]] std::string_view to_string(projection_state state);

/// How a projection stands: what its database knows, and what this process knows beside it.
struct projection_status {
  std::string name;
  projection_state state = projection_state::idle;
  std::optional<error> failure;      ///< what ended or delays it here
  std::int64_t version = 0;          ///< of the live generation's code
  std::string fingerprint;           ///< likewise
  std::optional<std::int64_t> live;  ///< generations; see docs/reference/projections.md
  std::optional<std::int64_t> building;
  std::optional<std::int64_t> previous;
  bool rebuild_due = false;     ///< the live generation was built by other code than this
  std::int64_t partitions = 0;  ///< ranges of slices that the live generation is cut into
  token at;                     ///< checkpoint of the live generation, of the last of its ranges
  position head;                ///< of the log
  std::int64_t lag = 0;         ///< events of the log behind the checkpoint
  std::chrono::nanoseconds lag_age{
      0};  ///< how long ago the oldest event that it has still to handle was recorded
};

class event_store;
class read_model;

/// How every projection stands that a database knows, in the order of their names, without their code: what a
/// tool shows that was not built with them. States are idle, and it is not known whether a rebuild is due;
/// since it is not known either which events a projection handles, `lag_age` is that of the oldest event
/// behind its checkpoint, and 0 where that is of another log.
[[nodiscard]] result<std::vector<projection_status>> status_of(event_store& log, read_model& model,
                                                               const clock& time = system_clock());

/// How far a rebuild has come.
struct rebuild_progress {
  std::string_view projection;
  position at;              ///< everything up to here is folded
  position head;            ///< of the log, when last read
  std::int64_t events = 0;  ///< handled in this run
  std::chrono::nanoseconds elapsed{0};

  /// Events handled in a second; 0 before the first moment has passed.
  [[nodiscard]] double rate() const;
  /// At the pace of this run; 0 when it cannot be told.
  [[nodiscard]] std::chrono::nanoseconds remaining() const;

  position began;  ///< where this run began
};

/// Hears of a rebuild's progress about ten times a second and at its end, on the thread that rebuilds.
using rebuild_watcher = std::function<void(const rebuild_progress&)>;

}  // namespace varve
