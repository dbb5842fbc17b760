#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/testing/history.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace varve::stress {

/// How many call a store from this process, and for how long.
struct call_plan {
  std::uint64_t seed = 1;
  std::size_t callers = 16;
  std::size_t operations = 2500;                  ///< of all of them together; 0: until a line comes in
  std::string name;                               ///< of this process alone
  std::vector<testing::append_call> doubts = {};  ///< of a process before it
};

/// Carries the plan out, and prints a line after every 25 operations.
void call(event_store& store, const call_plan& plan);

/// What a history leaves in doubt: appends that were never answered, or `unknown` and not sent again since.
[[nodiscard]] std::vector<testing::append_call> doubts_of(const std::vector<testing::operation>& operations);

/// Reads the log, checks the history against it and tells what was found; false when something is wrong.
[[nodiscard]] bool judge(event_store& store, std::vector<testing::operation> operations);

}  // namespace varve::stress
