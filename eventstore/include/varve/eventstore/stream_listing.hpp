#pragma once

#include <varve/core/revision.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace varve {

/// Which streams to list: those that were ever written and are not reserved, in byte order of their names.
struct stream_range {
  std::string prefix = {};
  std::string after = {};  ///< names behind this one; empty: from the first
  std::size_t limit = 1000;
};

/// A stream as a listing shows it.
struct stream_summary {
  std::string stream;
  varve::revision revision;  ///< its last, hidden or not
  std::int64_t events = 0;   ///< what a read would give
  bool deleted = false;      ///< soft or hard
};

/// A run of streams. `end` tells that no more follow.
struct stream_listing {
  std::vector<stream_summary> streams;
  bool end = true;
};

}  // namespace varve
