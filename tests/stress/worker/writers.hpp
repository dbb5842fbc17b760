#pragma once

#include <varve/eventstore/event_store.hpp>

#include <cstdint>
#include <string>

namespace varve::stress {

struct write_plan {
  std::uint64_t seed = 1;
  std::size_t writers = 4;
  std::int64_t events = 25'000;  ///< of all of them together; they go on to the end of a batch
  std::string name;              ///< of this process alone
};

/// What became of it.
struct write_report {
  std::int64_t events = 0;       ///< appended
  std::int64_t conflicts = 0;    ///< one append in ten
  std::int64_t rolled_back = 0;  ///< batches whose events were fine and whose check failed
  std::int64_t pauses = 0;
};

/// Each writer fills a stream of its own with batches of one to ten events. Prints how many events stand, now
/// and then. Throws `std::runtime_error` at an outcome that it did not provoke.
[[nodiscard]] write_report run_writers(event_store& store, const write_plan& plan);

}  // namespace varve::stress
