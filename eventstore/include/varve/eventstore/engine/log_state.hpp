#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/token.hpp>
#include <varve/eventstore/query.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace varve::engine {

/// What is known of a stream under the log's lock.
struct stream_state {
  std::optional<revision> last;  ///< absent: never written
  revision first_visible;
  std::optional<revision> deleted_before;  ///< the next revision at the last soft delete
  bool closed = false;                     ///< hard deleted

  [[nodiscard]] revision next() const { return last ? last->next() : revision{0}; }
  /// Soft deleted and not written since.
  [[nodiscard]] bool deleted() const { return last && deleted_before == next(); }
};

/// Where an event stands that an append names again.
struct standing_event {
  varve::position position;
  varve::revision revision;
  std::string stream;
  digest content_digest;
};

/// What a stream change that stands already was about.
struct standing_change {
  std::string type;
  std::string stream;  ///< the stream it changed
};

/// The log as the judge sees it under the log's lock: what is committed, and what earlier appends of the same
/// group have added. A store gives it; answers that need the disk may throw the store's own exception, which
/// ends the whole group.
class log_state {
 public:
  virtual ~log_state() = default;

  [[nodiscard]] virtual token head() = 0;
  /// Whether a token's place belongs to this log's history (`varve::shares`).
  [[nodiscard]] virtual bool shares(const token& place) = 0;
  [[nodiscard]] virtual std::optional<standing_event> find(const event_id& id) = 0;
  /// The change that the event at this position of `$streams` made.
  [[nodiscard]] virtual standing_change change_at(position at) = 0;
  [[nodiscard]] virtual stream_state stream(std::string_view name) = 0;
  /// Some event behind `after` that matches; which one is the store's choice.
  [[nodiscard]] virtual std::optional<position> match(const query& which, position after) = 0;
};

}  // namespace varve::engine
