#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/new_event.hpp>
#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/log_info.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace varve {

/// An event of another log, with everything that it has there.
struct imported_event {
  std::int64_t line = 0;  ///< of the export, to be named in an error
  varve::position position = {};
  varve::position commit = {};      ///< of the first event of its commit
  varve::position commit_end = {};  ///< of the last
  stream_id stream;
  varve::revision revision = {};
  new_event what =
      {};  ///< as the door leaves it: id and time present, JSON compact, `{}` and JSON not spelt out
  timestamp recorded_at = {};
  digest content_digest = {};
  std::optional<digest> envelope_digest = {};  ///< of a compacted event, whose data and metadata are gone
};

/// Whole commits of another log, the next ones behind `after`.
struct import_batch {
  varve::position after;
  std::vector<imported_event> events;
  std::vector<ancestor> ancestors;  ///< the log's, once the batch stands
};

}  // namespace varve
