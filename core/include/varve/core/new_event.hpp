#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/tags.hpp>
#include <varve/core/time.hpp>

#include <optional>
#include <string>

namespace varve {

/// What an event's data are when nothing else is said.
inline constexpr std::string_view json_content_type = "application/json";

/// An event on its way into a log, already encoded. Owns everything. It is checked at the store's door, where
/// JSON loses the white space between its tokens; what is absent is filled in there.
struct new_event {
  std::optional<event_id> id = {};  ///< absent: a fresh version 7; give one so that a repeat is known again
  std::string type = {};            ///< its name on disk
  std::string data = {};            ///< a JSON text, or bytes when `content_type` says so
  std::string content_type = {};    ///< empty: `application/json`
  varve::tags tags = {};
  std::string metadata = {};                  ///< a JSON object; empty: `{}`
  std::optional<timestamp> occurred_at = {};  ///< event time; absent: the moment of the append
};

}  // namespace varve
