#pragma once

#include "place.hpp"

namespace varve::crash {

/// A second process beside the workload: a store that writes and a reader whose snapshot stays open. Each
/// line of input is a turn: it writes a batch, says `guest TURN FIRST LAST`, and takes a new snapshot. Ends
/// with its input.
void accompany(const place& where);

}  // namespace varve::crash
