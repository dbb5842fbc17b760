#include "log_file.hpp"

#include <varve/core/error.hpp>

#include "guards.hpp"
#include "schema.hpp"

#include <sys/statvfs.h>

#include <filesystem>
#include <system_error>

namespace varve::sqlite {
namespace {

namespace fs = std::filesystem;

bool is_there(const std::string& path) {
  std::error_code unknown;
  return fs::exists(path, unknown);
}

bool mounted_read_only(const std::string& path) {
  struct statvfs facts{};
  return ::statvfs(path.c_str(), &facts) == 0 && (facts.f_flag & ST_RDONLY) != 0;
}

/// Whether the database file alone holds the whole log and nobody can change it.
bool stands_alone(const std::string& path) {
  std::error_code absent;
  const auto journal = fs::file_size(path + "-wal", absent);
  return mounted_read_only(path) && (absent || journal == 0);
}

[[noreturn]] void no_log(const std::string& path) {
  throw failure{{errc::not_found, "there is no log at " + path}};
}

void require_no_backup(connection& db) {
  if (db.integer("PRAGMA application_id") != backup_id) return;
  throw failure{
      {errc::unsupported,
       db.path() + " is a backup, which is read and not written: make a log of it with varve restore"}};
}

/// Everything or nothing of `work`.
template<class Work>
void in_transaction(connection& db, const Work& work) {
  db.execute("BEGIN IMMEDIATE");
  try {
    work();
    db.execute("COMMIT");
  } catch (...) {
    if (db.in_transaction()) db.execute("ROLLBACK");
    throw;
  }
}

}  // namespace

void require_log_place(const std::string& path, const store_options& options) {
  if (path.empty()) throw failure{{errc::invalid_argument, "the path of a log is not empty"}};
  require_local_folder(path, options.allow_network_file_system);
  if ((options.read_only || !options.create) && !is_there(path)) no_log(path);
  std::error_code unknown;
  if (fs::is_directory(path, unknown)) throw failure{{errc::unsupported, path + " is a folder, not a log"}};
}

connection open_for_writing(const std::string& path, const store_options& options) {
  connection db{path, options.create ? access::create : access::read_write, options.durability};
  if (sqlite3_db_readonly(db.handle(), "main") == 1)
    throw failure{
        {errc::read_only, path + " may not be written: open it read-only, or change its permissions"}};
  const auto found = identify(db);
  if (found == file_content::nothing && !options.create) no_log(path);
  require_no_backup(db);
  return db;
}

void prepare_log(connection& db, environment env) {
  const auto found = identify(db);
  db.use_write_ahead_log();
  if (found == file_content::nothing)
    in_transaction(db, [&] { create_tables(db, epoch::random(*env.random), env.clock->now()); });
  if (found == file_content::older_log)
    in_transaction(db, [&] { migrate(db, known_migrations(), format_number); });
}

access reading_access(const std::string& path) {
  for (const auto how : {access::read_only, access::immutable}) {
    if (how == access::immutable && !stands_alone(path)) break;
    try {
      connection db{path, how};
      const auto found = identify(db);
      if (found == file_content::nothing) no_log(path);
      if (found == file_content::this_log || found == file_content::backup) return how;
      throw failure{{errc::unsupported, path +
                                            " is a log in an older format: open it once for writing, which "
                                            "brings it up to date"}};
    } catch (const failure& problem) {
      if (problem.code() != errc::unavailable) throw;
    }
  }
  throw failure{
      {errc::unavailable,
       path + " cannot be read: SQLite needs " + path + "-shm and " + path +
           "-wal beside it and may not make them; make the folder writable, or copy the log elsewhere"}};
}

}  // namespace varve::sqlite
