#pragma once

#include <varve/eventstore/page.hpp>
#include <varve/eventstore/read_options.hpp>

#include <cstdint>
#include <optional>

namespace varve::engine {

/// How many events a reader of whole commits looks at before it shows how far it has come.
inline constexpr std::int64_t most_looked_at = 10'000;

/// What a page of the log says about a row, when it ends there.
struct landmark {
  std::int64_t position = 0;
  std::int64_t behind = 0;  ///< position minus the position of the commit's first event
  bool ends_commit = false;
  event_id id;

  [[nodiscard]] static landmark of(const auto& row) {
    return {row.position, row.behind, row.ends_commit(), row.id};
  }
  [[nodiscard]] log_mark mark() const { return {varve::position{position}, id}; }
  /// The last position up to here that ends a commit.
  [[nodiscard]] std::int64_t edge() const { return ends_commit ? position : position - behind - 1; }
};

/// How far a read of the log that began at `after` has come when `scanned` is the last position it looked at;
/// `at` tells the landmark of a position.
template<class At>
void show_ends(page::facts& of, direction way, std::int64_t after, std::int64_t scanned, const At& at) {
  const landmark reached = at(scanned);
  of.scanned = reached.mark();
  const std::int64_t edge = reached.edge();
  if (way == direction::forward && edge > after) of.edge = at(edge).mark();
}

}  // namespace varve::engine
