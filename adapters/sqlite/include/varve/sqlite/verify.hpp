#pragma once

#include <varve/core/position.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace varve::sqlite {

/// Something in a log that is not as it must be.
struct finding {
  /// What was checked: `file`, `log`, `stream`, `type`, `event`, `position`, `revision`, `commit`, `time`,
  /// `digest`, `change`, `compaction`, `postings`.
  std::string check;
  std::string message;
  std::optional<varve::position> at;
};

/// What a verification went through.
struct verification {
  std::int64_t events = 0;
  std::int64_t streams = 0;
  std::int64_t types = 0;
  std::int64_t chunks = 0;  ///< of postings
  std::int64_t findings = 0;

  [[nodiscard]] bool sound() const { return findings == 0; }
};

/// Told of each finding, and of how far the events are gone through.
struct verify_observer {
  std::function<void(const finding&)> found;
  std::function<void(position done, position of)> progress = {};
};

/// Checks a log against itself: SQLite's integrity check; the checksum of every row; that positions and
/// revisions are contiguous, commits whole and append times never falling; every content digest, recomputed;
/// what deletes and truncations say against what streams show; postings against rows. Goes on after each
/// finding. The log may be in use; it is read in many short transactions, except for the integrity check.
/// Throws `failure` when it cannot be opened for reading.
[[nodiscard]] verification verify(const std::string& path, const verify_observer& observer);

}  // namespace varve::sqlite
