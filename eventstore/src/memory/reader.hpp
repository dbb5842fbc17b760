#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include "contents.hpp"

namespace varve::memory {

/// Reads what a log holds; the requests have passed the door. Not thread-safe.
class reader {
 public:
  reader(const contents& log, const clock& time) : log_(log), time_(time) {}

  [[nodiscard]] result<page> read_log(position after, const filter& which, const read_options& how) const;
  [[nodiscard]] result<page> read_stream(std::string_view name, revision from, const filter& which,
                                         const read_options& how) const;
  [[nodiscard]] stream_listing list(const stream_range& range) const;

 private:
  [[nodiscard]] result<page> read_commits(position after, const filter& which, const read_options& how) const;
  [[nodiscard]] log_mark mark(position place) const { return {place, *log_.at(place).what.id}; }

  const contents& log_;
  const clock& time_;
};

/// What remains of an event for ever.
[[nodiscard]] event_ref skeleton(const event& of);

}  // namespace varve::memory
