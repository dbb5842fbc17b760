#pragma once

#include <varve/eventstore/verification.hpp>

#include <string>

namespace varve::sqlite {

using varve::finding;
using varve::verification;
using varve::verify_observer;

/// Checks a log against itself: SQLite's integrity check; the checksum of every row; that positions and
/// revisions are contiguous, commits whole and append times never falling; every content digest, recomputed;
/// what deletes and truncations say against what streams show; postings against rows. Goes on after each
/// finding. The log may be in use; it is read in many short transactions, except for the integrity check.
/// The names of checks: `file`, `log`, `stream`, `type`, `event`, `position`, `revision`, `commit`, `time`,
/// `digest`, `change`, `compaction`, `postings`. Throws `failure` when it cannot be opened for reading.
[[nodiscard]] verification verify(const std::string& path, const verify_observer& observer);

}  // namespace varve::sqlite
