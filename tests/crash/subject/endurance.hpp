#pragma once

#include "place.hpp"

#include <string>

namespace varve::crash {

/// When the process kills itself.
enum class ending {
  never,         ///< goes on to the end of the workload
  at_once,       ///< with the first answer that is not as planned
  once_resolved  ///< when it has found out what the first such answer has come to
};

[[nodiscard]] ending parse_ending(const std::string& word);

/// The workload on a disk that fails: sends each step until it is answered as planned, and says besides what
/// `worker.hpp` lists:
///
///   unknown STEP             nobody knows whether it stands
///   refused STEP             it was not written, for now
///   stands STEP FIRST LAST   what a look-up showed after the doubt was over
///   absent STEP              likewise
///   gave up STEP             too many tries
void endure(const place& where, ending how);

}  // namespace varve::crash
