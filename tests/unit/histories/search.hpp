#pragma once

#include <varve/testing/history.hpp>

namespace varve::testing {

/// Whether there is an order of the operations, each within its time, in which the model of a log gives these
/// very answers and leaves this very log. Tries all of them, so histories must be short.
[[nodiscard]] bool has_an_order(const recorded_history& seen);

}  // namespace varve::testing
