#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/sqlite/database.hpp>

#include "findings.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace varve::crash {

/// What both views hold when every event has had its effect once: cents and count.
struct folded {
  using rows = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;
  rows takings;  ///< by stream
  rows revenue;  ///< by country

  /// Of the events up to and including `until`, as plainly as can be.
  [[nodiscard]] static folded up_to(event_store& log, position until);
};

/// Compares every generation of both views with the log up to its own checkpoint, and that checkpoint's event
/// id with the log's; the live one must have come to `least`.
void check_views(event_store& log, sqlite::database& model, std::int64_t least, findings& out);

}  // namespace varve::crash
