#pragma once

#include "process_race.hpp"
#include "store_append.hpp"

#include <functional>
#include <memory>

namespace bench {

/// Callers as `store_callers` has them, in several processes, each of which opens the log by itself. Opening
/// is not timed.
inline sample append_from_processes(const std::function<std::unique_ptr<varve::event_store>()>& open,
                                    std::span<const event> events, std::size_t processes,
                                    std::size_t callers_of_each) {
  const std::size_t all = processes * callers_of_each;
  const auto times = race_processes(processes, [&](std::size_t number) -> process_work {
    const auto callers =
        std::make_shared<store_callers>(events, all, number * callers_of_each, callers_of_each);
    const std::shared_ptr<varve::event_store> store = open();
    return [callers, store] { return callers->append_to(*store).worst_wait_seconds; };
  });
  return {.items = events.size() / all * all,
          .seconds = times.seconds,
          .worst_wait_seconds = times.worst_wait_seconds};
}

}  // namespace bench
