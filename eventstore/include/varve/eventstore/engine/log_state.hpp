#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/token.hpp>
#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/stream_state.hpp>
#include <varve/eventstore/query.hpp>

#include <optional>
#include <string_view>

namespace varve::engine {

/// Where an event stands that an append names again. Its stream is part of the digest.
struct standing_event {
  varve::position position;
  varve::revision revision;
  digest content_digest;
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
  /// Called for each id that a caller gave: "no" should be cheap.
  [[nodiscard]] virtual std::optional<standing_event> find(const event_id& id) = 0;
  /// The change that the event at this position made; nullopt when it is an event of another stream.
  [[nodiscard]] virtual std::optional<change> change_at(position at) = 0;
  [[nodiscard]] virtual stream_state stream(std::string_view name) = 0;
  /// Some event behind `after` that matches; which one is the store's choice.
  [[nodiscard]] virtual std::optional<position> match(const query& which, position after) = 0;
};

}  // namespace varve::engine
