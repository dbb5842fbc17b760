#pragma once

#include <varve/eventstore/engine/stream_state.hpp>
#include <varve/sqlite/verify.hpp>

#include "reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace varve::sqlite {

/// Takes note of what is wrong.
class findings {
 public:
  findings(const verify_observer& observer, verification& sum) : observer_(observer), sum_(sum) {}

  void add(std::string check, std::string message, std::optional<std::int64_t> at = {});

 private:
  const verify_observer& observer_;
  verification& sum_;
};

/// Checks events one after the other, as they stand in the log.
class event_check {
 public:
  event_check(reader& source, findings& out) : source_(source), out_(out) {}

  /// The next row, whose checksum has been compared.
  void next(const event_row& row);
  /// What stands at the next position could not be read.
  void skip();

  /// How many revisions of a stream were seen; by its key.
  [[nodiscard]] std::int64_t revisions(std::int64_t stream) const;
  /// The revision behind the last of a stream that is compacted, 0 when none is; by its key.
  [[nodiscard]] std::int64_t compacted_before(std::int64_t stream) const;
  /// What the events of `$streams` have made of the streams that they name.
  [[nodiscard]] const std::map<std::string, engine::stream_state>& changed() const { return changed_; }

 private:
  void check_commit(const event_row& row);
  void check_revision(const event_row& row, std::string_view stream);
  void check_content(const event_row& row, std::string_view stream, std::string_view type);
  void follow_change(const event_row& row, std::string_view type);

  reader& source_;
  findings& out_;
  std::optional<event_row> before_;  // without its texts; absent where nothing is known of it
  std::int64_t skipped_ = 0;
  std::vector<std::int64_t> revisions_;
  std::unordered_map<std::int64_t, std::int64_t> compacted_before_;
  std::map<std::string, engine::stream_state> changed_;
};

}  // namespace varve::sqlite
