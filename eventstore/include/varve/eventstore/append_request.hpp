#pragma once

#include <varve/core/new_event.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/append_condition.hpp>
#include <varve/eventstore/expected.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace varve {

/// Most events in one append.
inline constexpr std::size_t most_events_in_append = 10'000;
/// Most bytes of data and metadata together in one append.
inline constexpr std::size_t most_bytes_in_append = std::size_t{16} << 20U;

/// Events for one stream, in order.
struct stream_write {
  stream_id stream;
  varve::expected expected;
  std::vector<new_event> events;
};

/// A demand on a stream that the append does not write.
struct stream_check {
  stream_id stream;
  varve::expected expected;
};

/// Hides events of a stream, for ever. It is itself an event of `$streams` and a commit of its own, written
/// also when it changes nothing.
struct stream_change {
  enum class kind {
    soft_delete,  ///< hides all that stands; the stream may go on with its next revision
    hard_delete,  ///< closes the name for ever, also of a stream that was never written
    truncate      ///< hides the revisions below `before`
  };
  kind what;
  stream_id stream;
  varve::expected expected;    ///< not for truncate
  revision before;             ///< only for truncate
  std::optional<event_id> id;  ///< the same id again is answered as a replay
  std::string metadata;        ///< as in `new_event`
};

/// One append, whole or not at all: writes to any number of streams (a stream may come twice; events stand in
/// the log in the order given), checks on others, and a condition; or one change of a stream in place of all
/// these.
struct append_request {
  std::vector<stream_write> writes = {};
  std::vector<stream_check> checks = {};
  std::optional<append_condition> condition = {};
  std::optional<stream_change> change = {};
  /// Judged until the writer takes the request; after that the answer waits for the commit.
  instant deadline = never;

  /// Events for one stream.
  [[nodiscard]] static append_request to(stream_id stream, std::vector<new_event> events,
                                         varve::expected expected = {});
  [[nodiscard]] static append_request soft_delete(stream_id stream, varve::expected expected = {});
  [[nodiscard]] static append_request hard_delete(stream_id stream, varve::expected expected = {});
  [[nodiscard]] static append_request truncate(stream_id stream, revision before);
};

}  // namespace varve
