#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/event_id.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include "session.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve::postgres {

/// What leads a filtered read: events that carry any of these tags, types or categories hold all that match.
/// Empty: every event must be looked at.
struct read_driver {
  std::vector<std::string> tags = {};
  std::vector<std::string> types = {};
  std::vector<std::string> categories = {};

  [[nodiscard]] bool empty() const { return tags.empty() && types.empty() && categories.empty(); }
};

/// Places from `from` to `to`, both included, in the direction given.
struct read_range {
  varve::direction direction;
  std::int64_t from;
  std::int64_t to;
};

/// The statements that read a log.
class queries {
 public:
  explicit queries(std::string log);

  [[nodiscard]] statement state() const;
  [[nodiscard]] statement ancestors() const;
  /// Positions, at most `limit` rows.
  [[nodiscard]] statement events(const read_driver& driver, const read_range& range,
                                 std::int64_t limit) const;
  /// Of these tags the one that the fewest events carry.
  [[nodiscard]] statement rarest(std::span<const std::string> tags) const;
  /// Position, behind, ahead and id of one event.
  [[nodiscard]] statement landmark(std::int64_t position) const;
  /// Whether of a stream, key and name.
  [[nodiscard]] statement names(std::span<const std::int64_t> streams,
                                std::span<const std::int64_t> types) const;
  /// Key, first visible revision and last revision of a stream.
  [[nodiscard]] statement stream(std::string_view name) const;
  /// Revisions of a stream, hidden ones left out.
  [[nodiscard]] statement stream_events(std::string_view name, const read_range& range,
                                        std::int64_t limit) const;
  /// Position and bytes, data and metadata together, of hidden events that are not compacted, behind `after`
  /// and up to `to`.
  [[nodiscard]] statement hidden(std::int64_t after, std::int64_t to, std::int64_t limit) const;
  [[nodiscard]] statement events_at(const array_parameter& positions) const;
  /// Positions, envelope digests and checksums of skeletons of that epoch; answers the positions that were
  /// compacted.
  [[nodiscard]] statement compact(const epoch& life, const array_parameter& positions,
                                  const array_parameter& envelopes, const array_parameter& checksums) const;
  [[nodiscard]] statement find(std::span<const event_id> ids) const;
  [[nodiscard]] statement reference(std::int64_t position) const;
  [[nodiscard]] statement list(const stream_range& range) const;
  /// Events of `$streams`, greatest key of a stream, bytes.
  [[nodiscard]] statement counts() const;

 private:
  /// `sql` with {log} replaced.
  [[nodiscard]] std::string of_log(std::string_view sql) const;

  std::string log_;
};

}  // namespace varve::postgres
