#pragma once

#include <varve/core/digest.hpp>
#include <varve/eventstore/engine/stream_state.hpp>
#include <varve/eventstore/verification.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

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
  explicit log_check(findings& out) : out_(out) {}

  void next(const stored_event& event);
  /// What stands at the next position could not be read.
  void skip();

  /// How many revisions of a stream were seen.
  [[nodiscard]] std::int64_t revisions(const std::string& stream) const;
  /// Behind the last revision of a stream of which compaction has left only a skeleton.
  [[nodiscard]] revision compacted_before(const std::string& stream) const;
  [[nodiscard]] std::size_t types() const { return types_.size(); }
  /// What the events of `$streams` have made of the streams that they name.
  [[nodiscard]] const std::map<std::string, stream_state>& changed() const { return changed_; }

 private:
  struct place {
    std::int64_t recorded_at;
    std::int64_t behind;
    std::int64_t ahead;
  };

  void check_commit(const stored_event& event);
  void check_revision(const stored_event& event);
  void check_content(const stored_event& event);
  void follow_change(const stored_event& event);

  findings& out_;
  std::optional<place> before_;  // absent where nothing is known of it
  std::int64_t skipped_ = 0;
  std::unordered_map<std::string, std::int64_t> revisions_;
  std::unordered_map<std::string, revision> compacted_before_;
  std::set<std::string, std::less<>> types_;
  std::map<std::string, stream_state> changed_;
};

}  // namespace varve::engine
