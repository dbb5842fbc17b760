#include "read_model_schema.hpp"

#include <varve/core/error.hpp>

#include "schema.hpp"

namespace varve::sqlite {
namespace {

constexpr const char* own_tables = R"(
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS varve_checkpoints(
  projection   TEXT NOT NULL,
  generation   INTEGER NOT NULL,
  slice        INTEGER NOT NULL,
  epoch        BLOB NOT NULL,
  position     INTEGER NOT NULL,
  event_id     BLOB NOT NULL,
  version      INTEGER NOT NULL,
  PRIMARY KEY (projection, generation, slice)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS varve_projections(
  projection   TEXT PRIMARY KEY,
  live         INTEGER,
  building     INTEGER,
  previous     INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS varve_generations(
  projection   TEXT NOT NULL,
  generation   INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  fingerprint  TEXT NOT NULL,
  tables       TEXT NOT NULL,
  PRIMARY KEY (projection, generation)) WITHOUT ROWID;
COMMIT)";

bool stands(connection& db, const char* named) {
  const std::string ask = std::string{"SELECT count(*) FROM sqlite_master WHERE name = '"} + named + "'";
  return db.integer(ask.c_str()) != 0;
}

bool has_tables(connection& db) {
  return stands(db, "varve_checkpoints") && stands(db, "varve_projections") &&
         stands(db, "varve_generations");
}

}  // namespace

bool prepare_read_model(connection& db) {
  if (db.integer("PRAGMA application_id") == backup_id)
    throw failure{{errc::unsupported, db.path() + " is a backup of a log, which is read and not written"}};
  db.use_write_ahead_log();
  if (!has_tables(db)) {
    try {
      db.execute(own_tables);
    } catch (...) {
      if (db.in_transaction()) db.execute("ROLLBACK");
      throw;
    }
  }
  return stands(db, "varve_log");
}

bool require_read_model(connection& db) {
  if (!has_tables(db)) throw failure{{errc::not_found, db.path() + " holds no read models"}};
  return stands(db, "varve_log");
}

}  // namespace varve::sqlite
