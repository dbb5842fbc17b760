#pragma once

#include "faults.hpp"
#include "plant.hpp"

#include <cstdint>

namespace varve::simulated {

/// What one seed came to.
struct run_report {
  std::uint64_t trace = 0;
  std::uint64_t steps = 0;
  std::int64_t events = 0;
};

/// Customers, a view with two runners, one with a lease and a subscription, each with its faults, and then a
/// quiet time in which all must reach the end. Throws `broken` when the run shows what it must not. Adds to
/// `faults`.
run_report run_world(std::uint64_t seed, plant defect, fault_counts& faults);

}  // namespace varve::simulated
