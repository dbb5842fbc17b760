#pragma once

#include "simulated_log.hpp"

#include <vector>

namespace varve::simulated {

/// What a subscription has handled, for good and at once. Each event must have been handled before the
/// checkpoint passes it, and for the first time only after all before it.
class handlings {
 public:
  void handle(position place);
  void passed(const simulated_log& log, position checkpoint) const;

 private:
  std::vector<int> times_;  // by position
};

}  // namespace varve::simulated
