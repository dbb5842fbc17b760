#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/eventstore/append_request.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

/// Parts for those who make a store. An application does not need them.
namespace varve::engine {

/// An append that has passed the door: its form and size are good, JSON is compact, every event has an id, a
/// time and a digest. Made on the calling thread, so that the writer has only to judge and insert.
class prepared_append {
 public:
  /// One event with what the door found out about it. `event` points into the request that this object owns.
  struct entry {
    const new_event* event;
    std::uint32_t write;  ///< index of its write
    bool named;           ///< its id was given by the caller, so that it may be a repeat
    digest content_digest;
  };

  /// `invalid_argument` or `too_large` (docs/reference/pipe.md, "Edges": form before size). Refuses reserved
  /// streams and types.
  [[nodiscard]] static result<prepared_append> make(append_request request, const clock& time,
                                                    event_id_generator& ids);

  prepared_append(prepared_append&&) = default;
  prepared_append& operator=(prepared_append&&) = default;

  [[nodiscard]] const append_request& request() const { return request_; }
  [[nodiscard]] const std::vector<entry>& entries() const { return entries_; }
  /// Of data and metadata.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] instant deadline() const { return request_.deadline; }
  /// In the order given: what an `unknown` outcome reports.
  [[nodiscard]] std::vector<event_id> ids() const;

 private:
  prepared_append() = default;

  append_request request_;  // writes and events never move in memory afterwards: entries point to them
  std::vector<entry> entries_;
  std::size_t bytes_ = 0;
};

/// The event of `$streams` that a change writes. A delete's `before` is the stream's next revision, known
/// only under the lock.
[[nodiscard]] new_event change_event(const stream_change& change, revision next);

}  // namespace varve::engine
