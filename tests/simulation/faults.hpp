#pragma once

#include <cstdint>

namespace varve::simulated {

/// What happened to whom, over all runs, so that nobody is content with faults that never came.
struct fault_counts {
  std::uint64_t refused_appends = 0;
  std::uint64_t secret_appends = 0;  ///< written, and told `unknown`
  std::uint64_t lost_appends = 0;    ///< not written, and told `unknown`
  std::uint64_t failed_reads = 0;
  std::uint64_t failed_saves = 0;
  std::uint64_t secret_saves = 0;  ///< committed, and told that it failed
  std::uint64_t failed_handlers = 0;
  std::uint64_t kills = 0;
  std::uint64_t pauses = 0;
  std::uint64_t fenced = 0;
  std::uint64_t lost_leases = 0;
  std::uint64_t conflicts = 0;
  std::uint64_t replays = 0;

  /// No more faults from now on: a run ends in quiet.
  bool quiet = false;
};

}  // namespace varve::simulated
