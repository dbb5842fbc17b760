#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/core/tags.hpp>
#include <varve/core/time.hpp>

#include <string_view>

namespace varve {

/// A recorded event as a reader sees it, undecoded. It borrows everything from the page it came in and is
/// valid as long as that page. At least 64 readable bytes follow `data`, so that a vectorised parser may read
/// in place.
struct event_view {
  varve::position position;
  varve::position commit;  ///< position of the first event of its commit
  varve::revision revision;
  event_id id;
  timestamp occurred_at;  ///< event time: when it happened
  timestamp recorded_at;  ///< append time: never falls along positions
  stream_view stream;
  std::string_view type;
  std::string_view content_type;
  std::string_view data;
  std::string_view metadata;  ///< a JSON object
  tags_view tags;
  const digest* content_digest = nullptr;
  /// Only of a compacted event, whose data, content type and metadata are gone; given by no read that does
  /// not ask for it (`read_options::skeletons`).
  const digest* envelope_digest = nullptr;
};

}  // namespace varve
