#pragma once

#include <varve/testing/simulation.hpp>

#include "faults.hpp"
#include "plant.hpp"
#include "simulated_log.hpp"

namespace varve::simulated {

/// What everybody in a simulated world has around him.
struct surroundings {
  testing::simulation& world;
  simulated_log& log;
  fault_counts& faults;
  plant defect;

  /// True that often in a thousand times, until it is quiet.
  [[nodiscard]] bool fails(std::uint64_t in_thousand) const {
    return !faults.quiet && world.chance(in_thousand);
  }
};

}  // namespace varve::simulated
