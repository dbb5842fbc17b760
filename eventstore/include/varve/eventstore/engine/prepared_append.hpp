#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/eventstore/append_request.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// Parts for those who make a store. An application does not need them.
namespace varve::engine {

/// An append that has passed the door: its form and size are good and its events are as they will be stored:
/// JSON compact, an id and a time in each, `content_type` empty for JSON and `metadata` empty for `{}`. Made
/// on the calling thread, so that the writer has only to judge and insert.
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
  /// In the order given; empty for checks alone and for a change.
  [[nodiscard]] const std::vector<entry>& entries() const { return entries_; }
  /// Of data and metadata.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// How many events it writes.
  [[nodiscard]] std::size_t size() const { return request_.change ? 1 : entries_.size(); }
  [[nodiscard]] instant deadline() const { return request_.deadline; }
  /// In the order given: what an `unknown` outcome reports.
  [[nodiscard]] std::vector<event_id> ids() const;

  /// Only for a change: whether the caller gave its id.
  [[nodiscard]] bool change_named() const { return change_named_; }
  /// Only for a change: the event of `$streams` that it writes. A delete's `before` is the stream's next
  /// revision, known only under the lock.
  [[nodiscard]] new_event change_event(revision next) const;

 private:
  prepared_append() = default;

  /// Lists the events and counts their bytes.
  void measure();
  /// Gives each event what its caller left out, and its digest.
  void complete(event_id_generator& ids);

  append_request request_;  // writes and events never move in memory afterwards: entries point to them
  std::vector<entry> entries_;
  std::size_t bytes_ = 0;
  timestamp taken_at_;
  bool change_named_ = false;
};

/// The content type of an event as the door leaves it.
[[nodiscard]] inline std::string_view content_type_of(const new_event& event) {
  return event.content_type.empty() ? json_content_type : std::string_view(event.content_type);
}

/// The metadata of an event as the door leaves it.
[[nodiscard]] inline std::string_view metadata_of(const new_event& event) {
  return event.metadata.empty() ? std::string_view("{}") : std::string_view(event.metadata);
}

}  // namespace varve::engine
