#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/time.hpp>

#include <string>

namespace varve {

/// What remains of an event for ever, also when it is hidden or compacted: where it stands and what it was.
struct event_ref {
  varve::position position;
  varve::position commit;
  std::string stream;
  varve::revision revision;
  event_id id;
  std::string type;
  timestamp occurred_at;
  timestamp recorded_at;
  digest content_digest;
};

}  // namespace varve
