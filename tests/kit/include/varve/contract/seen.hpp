#pragma once

#include <varve/core/event_view.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace varve::contract {

using list = std::vector<std::string>;

/// An event as a reader saw it, with memory of its own.
struct seen {
  varve::position position;
  varve::position commit;
  std::string stream;
  varve::revision revision;
  event_id id;
  std::string type;
  std::string content_type;
  std::string data;
  std::string metadata;
  list tags;
  timestamp occurred_at;
  timestamp recorded_at;
  digest content_digest;

  explicit seen(const event_view& view);

  /// `POSITION:STREAM@REVISION`.
  [[nodiscard]] std::string place() const;

  friend bool operator==(const seen&, const seen&) = default;
  friend std::ostream& operator<<(std::ostream& out, const seen& one) { return out << one.place(); }
};

/// The last of a list, or `nothing`.
[[nodiscard]] std::string last_of(const list& of);

/// The places of events, in order.
[[nodiscard]] list places_of(const std::vector<seen>& events);

}  // namespace varve::contract
