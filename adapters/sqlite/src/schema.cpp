#include "schema.hpp"

#include <varve/core/error.hpp>

#include "log_row.hpp"
#include "statement.hpp"

#include <algorithm>
#include <string>

namespace varve::sqlite {
namespace {

// Explained in docs/formats.md, "The SQLite log".
constexpr const char* tables = R"sql(
CREATE TABLE varve_log(
  one          INTEGER PRIMARY KEY CHECK (one = 1),
  epoch        BLOB NOT NULL,
  created_at   INTEGER NOT NULL,
  barriers     INTEGER NOT NULL,
  changes      INTEGER NOT NULL,
  indexed      INTEGER NOT NULL,
  checksum     INTEGER NOT NULL);
CREATE TABLE varve_ancestors(
  ordinal      INTEGER PRIMARY KEY,
  epoch        BLOB NOT NULL,
  shared       INTEGER NOT NULL,
  shared_id    BLOB NOT NULL,
  cause        TEXT NOT NULL,
  checksum     INTEGER NOT NULL);
CREATE TABLE varve_streams(
  stream         INTEGER PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  first_visible  INTEGER NOT NULL,
  deleted_before INTEGER,
  closed         INTEGER NOT NULL,
  checksum       INTEGER NOT NULL);
CREATE TABLE varve_types(
  type         INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  checksum     INTEGER NOT NULL);
CREATE TABLE varve_events(
  position     INTEGER PRIMARY KEY,
  stream       INTEGER NOT NULL,
  revision     INTEGER NOT NULL,
  type         INTEGER NOT NULL,
  id           BLOB NOT NULL,
  envelope     BLOB NOT NULL,
  data         BLOB);
CREATE UNIQUE INDEX varve_events_stream ON varve_events(stream, revision);
CREATE UNIQUE INDEX varve_events_id ON varve_events(id);
CREATE TABLE varve_postings(
  term         TEXT NOT NULL,
  first        INTEGER NOT NULL,
  last         INTEGER NOT NULL,
  events       INTEGER NOT NULL,
  differences  BLOB NOT NULL,
  checksum     INTEGER NOT NULL,
  PRIMARY KEY (term, first)) WITHOUT ROWID;
)sql";

[[noreturn]] void refuse(const connection& db, const std::string& why) {
  throw failure{{errc::unsupported, db.path() + ' ' + why}};
}

/// The first look into a file; what SQLite says of one that is not its own names no file.
std::int64_t read_mark(connection& db) {
  try {
    return db.integer("PRAGMA application_id");
  } catch (const failure& problem) {
    if (problem.code() != errc::unsupported) throw;
    refuse(db, "is not a log, nor any other database of SQLite");
  }
}

struct label {
  std::int64_t mark = 0;
  std::int64_t format = 0;
  std::int64_t tables_in_file = 0;
};

/// All of it from one moment: another process may be making the log.
label read_label(connection& db) {
  db.execute("BEGIN");
  try {
    const label out{read_mark(db), db.integer("PRAGMA user_version"),
                    db.integer("SELECT count(*) FROM sqlite_schema")};
    db.execute("COMMIT");
    return out;
  } catch (...) {
    if (db.in_transaction()) db.execute("ROLLBACK");
    throw;
  }
}

void set_format(connection& db, std::int64_t number) {
  db.execute(("PRAGMA user_version = " + std::to_string(number)).c_str());
}

}  // namespace

file_content identify(connection& db) {
  const auto [mark, format, tables_in_file] = read_label(db);
  if (mark == application_id || mark == backup_id) {
    if (format > format_number)
      refuse(db, "is a log in format " + std::to_string(format) + ", and this program knows formats up to " +
                     std::to_string(format_number) + ": use a newer Varve");
    if (format < format_number) return file_content::older_log;
    return mark == backup_id ? file_content::backup : file_content::this_log;
  }
  if (mark != 0 || format != 0 || tables_in_file != 0)
    refuse(db, "is a database of another program: name another file for the log");
  return file_content::nothing;
}

void create_tables(connection& db, const epoch& identity, timestamp now) {
  db.execute(tables);
  write_log_row(db, {identity, now, 0, 0, 0});
  db.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  set_format(db, format_number);
}

std::span<const migration> known_migrations() {
  return {};
}

void migrate(connection& db, std::span<const migration> steps, std::int64_t to) {
  for (auto format = db.integer("PRAGMA user_version"); format < to; ++format) {
    const auto step = std::ranges::find(steps, format, &migration::from);
    if (step == steps.end())
      refuse(db, "is a log in format " + std::to_string(format) +
                     ", which this program can no longer read: open it once with an older Varve");
    step->run(db);
    set_format(db, format + 1);
  }
}

}  // namespace varve::sqlite
