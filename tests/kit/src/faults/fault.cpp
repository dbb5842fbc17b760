#include <varve/faults/fault.hpp>

#include <numeric>

namespace varve::faults {

std::string_view to_string(call which) {
  constexpr std::array<std::string_view, all_calls.size()> names{"open",  "delete",   "access",   "read",
                                                                 "write", "truncate", "sync",     "size",
                                                                 "lock",  "shm map",  "shm lock", "fetch"};
  return names[static_cast<std::size_t>(which)];
}

std::string_view to_string(failing how) {
  constexpr std::array<std::string_view, 6> names{"error", "full", "short", "busy", "flipped", "unkept"};
  return names[static_cast<std::size_t>(how)];
}

std::int64_t tally::sum() const {
  return std::accumulate(numbers_.begin(), numbers_.end(), std::int64_t{0});
}

}  // namespace varve::faults
