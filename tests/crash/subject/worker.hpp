#pragma once

#include "place.hpp"
#include "say.hpp"

namespace varve::crash {

/// Runs the workload and says what was acknowledged, a line each:
///
///   did STEP FIRST LAST      appended, at these positions
///   lost STEP                answered with a conflict
///   polled FILE POSITION     the views in FILE have come this far
///   compacted N              a slice of a compaction is done: N skeletons stand
///   turn N                   with `turns`: waits for a line of input, so that another process may write
///   end
void work(const place& where, bool turns, const say& tell);

}  // namespace varve::crash
