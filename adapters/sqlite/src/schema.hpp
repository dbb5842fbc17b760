#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/time.hpp>

#include "connection.hpp"

#include <cstdint>
#include <span>

namespace varve::sqlite {

/// `PRAGMA application_id` of a log: "varv".
inline constexpr std::int64_t application_id = 0x76617276;
/// That of a backup: "varb". It is read like a log and not written.
inline constexpr std::int64_t backup_id = 0x76617262;
/// `PRAGMA user_version` of the tables that this build writes (docs/formats.md).
inline constexpr std::int64_t format_number = 1;

/// What stands in a database file.
enum class file_content {
  nothing,    ///< a log may be made here
  this_log,   ///< a log in this build's format
  older_log,  ///< a log that must be migrated
  backup      ///< a copy of a log in this build's format, for `restore`
};

/// Throws `failure`: `unsupported` when the file is not ours or in a newer format than this build's.
[[nodiscard]] file_content identify(connection& db);

/// Makes the tables of an empty log, in the transaction that is open.
void create_tables(connection& db, const epoch& identity, timestamp now);

/// One step from a format to the next, in the transaction that is open.
struct migration {
  std::int64_t from;
  void (*run)(connection& db);
};

/// The steps to this build's format, the oldest first.
[[nodiscard]] std::span<const migration> known_migrations();

/// Takes an older log to `to`, step by step, in the transaction that is open. Throws `failure`
/// (`unsupported`) when a step is missing.
void migrate(connection& db, std::span<const migration> steps, std::int64_t to);

}  // namespace varve::sqlite
