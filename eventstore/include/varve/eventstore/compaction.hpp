#pragma once

#include <varve/core/position.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace varve {

/// What one slice of a compaction may do before it ends, so that appends wait little for it.
struct compaction_limits {
  std::size_t most_compacted = 250;  ///< events; at least 1
  std::chrono::nanoseconds longest =
      std::chrono::milliseconds{2};  ///< spent on looking, where a lock is held
};

/// What one slice has done.
struct compaction_slice {
  position scanned;         ///< of the last event looked at: the next slice goes on behind it
  bool end = false;         ///< the head was reached
  std::int64_t events = 0;  ///< compacted
  std::int64_t bytes = 0;   ///< of data and metadata that are gone
};

}  // namespace varve
