#pragma once

#include <varve/eventstore/query.hpp>

#include <string>
#include <vector>

namespace varve {

/// Which events a read gives. The parts are joined by AND; an empty part filters nothing. Events of reserved
/// streams are given by the unfiltered log, and by a filter only when it names them: through a `$` type,
/// category or prefix.
struct filter {
  std::vector<std::string> types = {};       ///< any of these
  std::vector<std::string> categories = {};  ///< any of these
  std::string prefix = {};                   ///< of the stream's name
  varve::query query = {};

  [[nodiscard]] bool empty() const {
    return types.empty() && categories.empty() && prefix.empty() && query.items.empty();
  }
  friend bool operator==(const filter&, const filter&) = default;
};

}  // namespace varve
