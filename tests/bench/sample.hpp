#pragma once

#include <cstdint>

namespace bench {

/// What one run of one contender measured.
struct sample {
  std::uint64_t items = 0;        // events, rows, streams or texts: what the workload counts
  double seconds = 0;             // of the timed part alone
  double worst_wait_seconds = 0;  // longest wait of one caller; 0 where nobody waits for single items
  std::uint64_t witness = 0;      // depends on all that was read: proof of work, and equal for equal work

  double rate() const { return static_cast<double>(items) / seconds; }
};

}  // namespace bench
