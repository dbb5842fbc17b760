#pragma once

#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include <string>
#include <utility>

namespace varve::engine {

/// An event of type `noted` with an id made of `id`; 0 leaves the id to the door.
inline new_event noted(std::uint8_t id = 0, std::string data = "{}") {
  new_event out;
  if (id != 0) out.id = event_id{uuid{{id}}};
  out.type = "noted";
  out.data = std::move(data);
  return out;
}

inline event_id id_of(std::uint8_t id) {
  return event_id{uuid{{id}}};
}

inline result<prepared_append> try_prepare(append_request request) {
  static event_id_generator ids{system_clock(), system_random()};
  return prepared_append::make(std::move(request), system_clock(), ids);
}

inline prepared_append prepare(append_request request) {
  return try_prepare(std::move(request)).value();
}

/// What an outcome is, for messages of tests.
inline std::string name_of(const append_outcome& outcome) {
  if (const auto* done = std::get_if<appended>(&outcome)) return done->replayed ? "replayed" : "appended";
  if (const auto* failed = std::get_if<not_written>(&outcome))
    return std::string(to_string(failed->why.code));
  return std::holds_alternative<conflict>(outcome) ? "conflict" : "unknown";
}

}  // namespace varve::engine
