#pragma once

#include "authors.hpp"
#include "log_states.hpp"

namespace varve::testing {

/// Where in the order of commits an operation may have happened.
struct placing {
  state_range before;      ///< the state that it found
  bool commits = false;    ///< it left the state behind it
  bool reads_well = true;  ///< what it was shown or told stands so
  bool anywhere = false;   ///< no answer, or one that says nothing of the log
};

/// Where the operation with this index may have happened, going by its answer alone.
[[nodiscard]] placing place_operation(const recorded_history& seen, std::size_t index,
                                      const log_states& states, const authors& made_by);

}  // namespace varve::testing
