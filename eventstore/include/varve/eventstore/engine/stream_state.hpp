#pragma once

#include <varve/core/revision.hpp>
#include <varve/eventstore/expected.hpp>

#include <optional>

namespace varve::engine {

/// What is known of a stream under the log's lock.
struct stream_state {
  std::optional<revision> last;  ///< absent: never written
  revision first_visible;
  std::optional<revision> deleted_before;  ///< the next revision at the last delete
  bool closed = false;                     ///< hard deleted

  [[nodiscard]] revision next() const { return last ? last->next() : revision{0}; }
  /// Deleted and not written since, or closed.
  [[nodiscard]] bool deleted() const { return closed || (last && deleted_before == next()); }
  /// Has events, hidden ones included, and is not deleted.
  [[nodiscard]] bool exists() const { return last && !deleted(); }
};

/// Whether a stream is as expected (the table of `expected`).
[[nodiscard]] bool holds(const expected& demand, const stream_state& stream);

}  // namespace varve::engine
