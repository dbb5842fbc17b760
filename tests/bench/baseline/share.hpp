#pragma once

#include "../race.hpp"
#include "../sample.hpp"
#include "../stopwatch.hpp"
#include "../workload.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <span>

namespace bench::baseline {

/// One of several callers, who appends its share of the events with `append(event)`.
template<class Append>
struct caller {
  std::size_t number;
  Append append;
  double worst_wait_seconds = 0;

  template<class... Arguments>
  explicit caller(std::size_t which, const Arguments&... with) : number(which), append(with...) {}

  void append_share(std::span<const event> events, std::size_t callers) {
    event mine;
    for (std::size_t n = 0; n < events.size() / callers; ++n) {
      mine = events[number + callers * n];
      place_in_share(mine, number, callers, n);
      const stopwatch waiting;
      append(mine);
      worst_wait_seconds = std::max(worst_wait_seconds, waiting.seconds());
    }
  }
};

/// The callers together, each on a thread of its own.
template<class Append>
sample append_shares(std::deque<caller<Append>>& all, std::span<const event> events) {
  sample measured{.items = events.size() / all.size() * all.size()};
  measured.seconds = race(all, [&](caller<Append>& one) { one.append_share(events, all.size()); });
  for (const auto& each : all)
    measured.worst_wait_seconds = std::max(measured.worst_wait_seconds, each.worst_wait_seconds);
  return measured;
}

}  // namespace bench::baseline
