#pragma once

#include <varve/eventstore/event_store.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace varve {

/// Gives the next line without its line feed; nullopt at the end.
using line_source = std::function<std::optional<result<std::string>>()>;

struct import_options {
  /// Events and bytes written in one transaction, unless one commit is larger.
  std::size_t most_events = 5'000;
  std::size_t most_bytes = std::size_t{8} << 20U;
  /// Told after each transaction and now and then while events are compared; an error (`stopped`) ends the
  /// import.
  std::function<result<void>(position done, position of)> progress = {};
};

/// What an import has done.
struct import_report {
  token head;               ///< of the log that it was imported into
  std::int64_t events = 0;  ///< written
  std::int64_t known = 0;   ///< stood already, and are the same
};

/// Makes a log the child of the one that an export was taken of (docs/formats.md, "Import"): events keep
/// their positions, commits, revisions, ids, times and bytes; tokens and checkpoints of the exported log are
/// good in it. The log must be empty, or have been fed from the same history and have no event of its own:
/// then it goes on where it stopped, after an interruption too. Errors name the line and the member; what was
/// written before stands, in whole commits. `wrong_epoch`: the log is not fed from that history. `conflict`:
/// the two have diverged, or the log was written to meanwhile. `in_doubt`: import the same again.
[[nodiscard]] result<import_report> import_log(event_store& to, const line_source& lines,
                                               const import_options& how = {});

}  // namespace varve
