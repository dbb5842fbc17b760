#pragma once

#include <varve/core/environment.hpp>
#include <varve/core/token.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace varve::sqlite {

struct copy_options {
  /// Told of pages as they are copied; what it throws ends the copy and goes through.
  std::function<void(std::int64_t done, std::int64_t of)> progress = {};
  environment env = {};
};

/// What a copy holds.
struct copy_report {
  token head;              ///< of the new log, for a restore
  std::int64_t bytes = 0;  ///< of the file
};

/// Copies a log that may be in use, with the read models in its file, as it was at one moment: a prefix of
/// whole commits. Appends go on meanwhile; the log's `-wal` file grows by what they write. The copy is one
/// file, synced, which can be read and verified and not written: `restore` makes a log of it (docs/adr). It
/// takes its name once it is whole. Throws `failure`: `conflict` when `to` is there already, and as opening
/// for reading does.
copy_report backup(const std::string& log, const std::string& to, const copy_options& how = {});

/// Makes a new log of a backup, or of the file of a log that was copied otherwise: with the same events and
/// an epoch of its own, which shares its history with the old one up to the last event of the copy. Throws
/// `failure`: `conflict` when there is a log at `to`, or what is left of one.
copy_report restore(const std::string& from, const std::string& to, const copy_options& how = {});

}  // namespace varve::sqlite
