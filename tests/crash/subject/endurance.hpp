#pragma once

#include "place.hpp"
#include "say.hpp"

#include <string>

namespace varve::crash {

/// When the process kills itself.
enum class ending {
  never,         ///< goes on to the end of the workload
  at_once,       ///< with the first answer that is not as planned
  once_resolved  ///< when it has found out what the first such answer has come to
};

[[nodiscard]] ending parse_ending(const std::string& word);

/// The workload on a disk that fails: sends each step until it is answered as planned, and says what
/// `sender.hpp` lists, `polled` as `worker.hpp` does, and
///
///   gave up STEP             too many tries
void endure(const place& where, ending how, const say& tell);

}  // namespace varve::crash
