#pragma once

#include <cstddef>
#include <functional>

namespace bench {

/// What a process does once it may begin; answers the longest wait of its callers, in seconds.
using process_work = std::function<double()>;
/// Called in a process of its own, which is told its number, from 0: makes ready.
using process_preparation = std::function<process_work(std::size_t)>;

struct process_times {
  double seconds = 0;             // from the common start until the last process was done
  double worst_wait_seconds = 0;  // of any caller
};

/// Forks as many processes off this one, which must have no other threads, and lets them work at once, when
/// all have made ready. Throws std::runtime_error when one of them fails; what failed, it says itself.
process_times race_processes(std::size_t processes, const process_preparation& prepare);

}  // namespace bench
