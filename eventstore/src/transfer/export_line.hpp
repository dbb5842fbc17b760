#pragma once

#include <varve/core/result.hpp>
#include <varve/eventstore/import_batch.hpp>

#include <string>

namespace varve::transfer {

/// Reads a line of an export and checks what the line alone can tell: every member, the form of names, data,
/// metadata and times, the digest, and what an event of `$streams` says. Leaves `line` and `commit_end` to
/// the caller. `invalid_argument` names the member.
[[nodiscard]] result<imported_event> parse_export_line(std::string text);

}  // namespace varve::transfer
