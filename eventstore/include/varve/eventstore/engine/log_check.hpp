#pragma once

#include <varve/core/digest.hpp>
#include <varve/eventstore/engine/stream_state.hpp>
#include <varve/eventstore/verification.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace varve::engine {

/// Takes note of what is wrong with a log.
class findings {
 public:
  findings(const verify_observer& observer, verification& sum) : observer_(observer), sum_(sum) {}

  void add(std::string check, std::string message, std::optional<std::int64_t> at = {});

 private:
  const verify_observer& observer_;
  verification& sum_;
};

/// An event as it stands in a log, undecoded; its row's checksum was compared.
struct stored_event {
  std::int64_t position;
  std::int64_t revision;
  std::int64_t recorded_at;
  std::int64_t behind;  ///< position minus the position of the commit's first event
  std::int64_t ahead;   ///< position of the commit's last event minus position
  std::int64_t stream_key;
  std::string_view stream;
  std::string_view type;
  std::string_view content_type;
  std::string_view tags;  ///< packed
  std::string_view data;
  digest content_digest;
  bool compacted;
};

/// Holds the events of a log, one after the other, against each other and against what they say of
/// themselves: whole commits, contiguous revisions, times that never fall, digests, and what deletes and
/// truncations make of streams.
class log_check {
 public:
  /// `key_of` tells a stream's key by its name, 0 without one; asked for streams that are changed.
  log_check(findings& out, std::function<std::int64_t(std::string_view)> key_of)
      : out_(out), key_of_(std::move(key_of)) {}

  void next(const stored_event& event);
  /// What stands at the next position could not be read.
  void skip();

  /// After the last event, for each stream of which the log keeps a state: holds that against the events.
  void check_stream(std::int64_t key, std::string_view name, const stream_state& shown);
  /// After the last stream: whether one is missing.
  void check_missing_streams();

  /// How many revisions of a stream were seen; by its key.
  [[nodiscard]] std::int64_t revisions(std::int64_t stream) const;

 private:
  struct place {
    std::int64_t recorded_at;
    std::int64_t behind;
    std::int64_t ahead;
  };
  struct seen_stream {
    std::int64_t revisions = 0;
    revision compacted_before;  // of what is before, only skeletons are left
  };
  struct changed_stream {
    stream_state state;
    bool shown = false;
  };

  void check_commit(const stored_event& event);
  void check_revision(const stored_event& event, seen_stream& stream);
  void check_content(const stored_event& event, seen_stream& stream);
  void follow_change(const stored_event& event);

  findings& out_;
  std::optional<place> before_;  // absent where nothing is known of it
  std::int64_t skipped_ = 0;
  std::function<std::int64_t(std::string_view)> key_of_;
  std::pmr::monotonic_buffer_resource memory_;
  std::pmr::unordered_map<std::int64_t, seen_stream> streams_{&memory_};  // by their keys
  std::map<std::string, changed_stream, std::less<>> changed_;            // by events of `$streams`
};

}  // namespace varve::engine
