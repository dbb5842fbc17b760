#pragma once

#include <varve/eventstore/event_store.hpp>

#include "plan.hpp"
#include "say.hpp"

#include <chrono>
#include <functional>

namespace varve::crash {

/// What a sender does when an answer is not as planned.
struct patience {
  int most_tries = 20;
  std::chrono::milliseconds longest_doubt{2'000};
  std::function<void()> troubled = [] {};  ///< at once
  std::function<void()> resolved = [] {};  ///< after it has said what the trouble has come to
};

/// Sends steps of the plan to a log whose disk fails, and says:
///
///   sends STEP               whatever was said of it before
///   did STEP FIRST LAST      appended, at these positions
///   lost STEP                answered with a conflict
///   unknown STEP             nobody knows whether it stands
///   refused STEP             it was not written, for now
///   stands STEP FIRST LAST   what a look-up showed after the doubt was over
///   absent STEP              likewise
///
/// Throws when an answer is none of these, or not what the plan allows.
class sender {
 public:
  sender(event_store& log, say tell, patience how);

  /// Until it is answered as planned; false after too many tries.
  [[nodiscard]] bool send(int number, const step& next);

 private:
  void trouble(int number, const step& next, const append_outcome& outcome);
  [[nodiscard]] bool resolved();
  void look_up(int number, const step& next);
  void tell(const char* what, int number, position first, position last);

  event_store& log_;
  const say say_;
  const patience how_;
};

}  // namespace varve::crash
