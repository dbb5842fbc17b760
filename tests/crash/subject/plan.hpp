#pragma once

#include <varve/eventstore/append_request.hpp>

#include <cstdint>
#include <vector>

namespace varve::crash {

/// One append of the workload: the same in every run, so that whoever looks at the log later knows what it
/// must hold.
struct step {
  append_request request;
  std::vector<event_id> ids;  ///< of the events that it writes, or has written already when it is a repeat
  bool loses = false;         ///< it is answered with a conflict
  bool repeats = false;       ///< an earlier one was the same
  bool waits = true;          ///< otherwise the next one is sent without waiting for the answer
};

inline constexpr int steps = 40;

/// The appends in order, each good only when those before it stand: alone and in batches, to one stream and
/// to several, with checks and conditions, conflicts, repeats, deletes and a truncation.
[[nodiscard]] std::vector<step> plan();

/// What the second process writes at its turn: two events in a stream of their own.
[[nodiscard]] step guest_step(int turn);

}  // namespace varve::crash
