#pragma once

#include <cstddef>

namespace varve::cli {

/// What an output shows of itself to somebody who reads it.
struct terminal {
  bool interactive = false;  ///< a terminal that can move its cursor
  bool colored = false;
  std::size_t columns = 0;  ///< 0: as many as are needed

  /// Of a file descriptor, with the wishes of NO_COLOR, TERM and COLUMNS.
  [[nodiscard]] static terminal of(int descriptor);
};

}  // namespace varve::cli
