#pragma once

#include "acknowledgements.hpp"
#include "place.hpp"

namespace varve::crash {

/// After a kill: opens everything anew, without any repair, and checks that nothing acknowledged is lost, no
/// commit is torn and every view is the fold of its log; then ends the workload and checks that each event
/// stands once. Says what is wrong; answers whether nothing is.
[[nodiscard]] bool inspect(const place& where, const acknowledgements& known);

}  // namespace varve::crash
