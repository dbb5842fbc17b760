#pragma once

#include <varve/core/result.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/token.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace varve {

/// What became of a command that was not refused.
struct handled {
  /// Wait for it to read one's own write. When nothing was written: the head of the log that was decided on.
  varve::token token;
  std::optional<revision> first;  ///< of its events in the stream; absent when it wrote nothing
  std::optional<revision> last;
  std::int64_t events = 0;  ///< how many it wrote
  bool replayed = false;    ///< its events stood already: this is the result of the first time
};

/// What became of several commands to one stream.
struct handled_all {
  varve::token token;                     ///< behind all of them
  std::vector<result<handled>> commands;  ///< in the order given; a skipped one holds `rejected`
};

}  // namespace varve
