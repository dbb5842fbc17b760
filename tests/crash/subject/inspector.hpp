#pragma once

#include "acknowledgements.hpp"
#include "findings.hpp"
#include "place.hpp"

namespace varve::crash {

/// After a kill: opens everything anew, without any repair, and checks that nothing acknowledged is lost, no
/// commit is torn and every view is the fold of its log. Tells what is wrong.
void look_at(const place& where, const acknowledgements& known, findings& out);

/// The same; then ends the workload and checks that each event stands once and every view can be built anew.
void inspect(const place& where, const acknowledgements& known, findings& out);

}  // namespace varve::crash
