#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/consumer.hpp>
#include <varve/eventstore/lease_options.hpp>

#include <chrono>
#include <cstddef>

namespace varve {

struct projector_options {
  std::size_t page_size = 1000;     ///< events read at once; SQL projections commit after each page
  bool read_ahead = true;           ///< while it catches up, the next pages are read on one more thread
  std::size_t most_rows = 100'000;  ///< changed rows of a keyed view in memory; then they are written
  std::size_t most_bytes = std::size_t{64} << 20U;  ///< the same by their memory
  /// How long a transaction may keep appends waiting where read models live in the log's own file.
  std::chrono::nanoseconds slice = std::chrono::milliseconds{2};
  consumer_options pace = {};
  /// How `run` shares the work with other processes: with leases one works on each range, and the others
  /// stand by. `poll`, `rebuild` and `roll_back` take over whoever works.
  lease_options leases = {};
  environment env = {};
};

}  // namespace varve
