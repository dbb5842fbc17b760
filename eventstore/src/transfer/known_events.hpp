#pragma once

#include <varve/eventstore/event_store.hpp>

#include <cstddef>
#include <optional>

namespace varve::transfer {

/// What a log holds already, walked in step with the lines of an export.
class known_events {
 public:
  /// From behind `after` on. Refers to the log.
  known_events(event_store& log, position after) : log_(log), read_to_(after) {}

  /// `conflict` unless the log's next event is this one: place, stream, type, tags, id, times and digests.
  [[nodiscard]] result<void> compare(const imported_event& event);

 private:
  /// nullptr: there is none.
  [[nodiscard]] result<const event_view*> next();

  event_store& log_;
  position read_to_;
  page page_;
  std::size_t at_ = 0;
};

}  // namespace varve::transfer
