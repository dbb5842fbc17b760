#pragma once

#include <varve/core/token.hpp>
#include <varve/eventstore/query.hpp>

namespace varve {

/// "Nothing that matches this query stands behind that token": the boundary of a decision that no single
/// stream holds. An empty query matches every event but those of reserved streams. Hidden and compacted
/// events count. `after` may lie beyond the head. Take as `after` the head of the page that the decision was
/// read from, not the last event that matched.
struct append_condition {
  varve::query query = {};
  token after = {};
};

}  // namespace varve
