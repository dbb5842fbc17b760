#pragma once

#include <varve/eventstore/verification.hpp>

#include <string_view>

namespace varve::postgres {

/// Checks a log against itself: the checksum of every row; that positions and revisions are contiguous,
/// commits whole and append times never falling; every content digest, recomputed; what deletes and
/// truncations say against what streams show; rows of tags against the events; ancestors against the events
/// that they name. Goes on after each finding. The log may be in use; it is read in many short transactions.
/// The names of checks: `log`, `stream`, `event`, `position`, `revision`, `commit`, `time`, `digest`,
/// `change`, `compaction`, `tags`. The server's own files and indexes are for `pg_amcheck`. Needs a role that
/// may read the log. Throws `failure`.
[[nodiscard]] verification verify(std::string_view url, const verify_observer& observer);

}  // namespace varve::postgres
