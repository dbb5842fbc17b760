#pragma once

#include <varve/core/event_view.hpp>

#include <variant>

namespace varve {

/// How far a stream is folded.
class as_of {
 public:
  /// All of it.
  as_of() = default;
  [[nodiscard]] static as_of latest() { return {}; }

  /// Up to and including this revision.
  [[nodiscard]] static as_of revision(varve::revision last) { return as_of{last}; }

  /// What the log knew at that time: a prefix of the stream, by append time, `when` included.
  [[nodiscard]] static as_of until_recorded(timestamp when) { return as_of{recorded{when}}; }

  /// What had happened by that time, as far as it is known now: every event whose event time is at most
  /// `when`, in stream order; the others are left out wherever they stand.
  [[nodiscard]] static as_of until_occurred(timestamp when) { return as_of{occurred{when}}; }

  /// Whether this event belongs to it.
  [[nodiscard]] bool takes(const event_view& event) const {
    if (const auto* when = std::get_if<occurred>(&limit_)) return event.occurred_at <= when->when;
    return !ends_before(event);
  }

  /// Whether neither this event of the stream nor any after it belongs to it.
  [[nodiscard]] bool ends_before(const event_view& event) const {
    if (const auto* last = std::get_if<varve::revision>(&limit_)) return event.revision > *last;
    if (const auto* when = std::get_if<recorded>(&limit_)) return event.recorded_at > when->when;
    return false;
  }

 private:
  struct recorded {
    timestamp when;
  };
  struct occurred {
    timestamp when;
  };
  using limit = std::variant<std::monostate, varve::revision, recorded, occurred>;

  explicit as_of(limit to) : limit_(to) {}

  limit limit_;
};

}  // namespace varve
