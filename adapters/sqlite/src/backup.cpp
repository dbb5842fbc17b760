#include <varve/core/error.hpp>
#include <varve/sqlite/backup.hpp>

#include "file_copy.hpp"
#include "guards.hpp"
#include "log_file.hpp"
#include "log_row.hpp"
#include "schema.hpp"

#include <filesystem>
#include <system_error>

namespace varve::sqlite {
namespace {

/// Where a log that is only read stands, checked.
access access_to(const std::string& path) {
  store_options options;
  options.read_only = true;
  options.allow_network_file_system = true;
  require_log_place(path, options);
  return reading_access(path);
}

/// The same for a copy in an older format, which is brought up to date once it was copied.
access access_to_restore(const std::string& path) {
  try {
    connection db{path, access::read_only};
    if (identify(db) == file_content::older_log) return access::read_only;
  } catch (const failure&) {
    // What is wrong is found again, and told, where every log is opened.
  }
  return access_to(path);
}

token head_of(connection& db) {
  statement select{db, std::string("SELECT ").append(log_columns).append(" FROM varve_log")};
  auto row = select.run();
  if (!row.next()) throw failure{{errc::corrupt, db.path() + " has lost the row of varve_log"}};
  return {read_log_row(row).epoch, position{db.integer("SELECT max(position) FROM varve_events")}};
}

/// Runs `work` on the copy in one transaction, and leaves one file without any beside it.
template<class Work>
void finish(connection& copy, const Work& work) {
  if (copy.text("PRAGMA journal_mode = DELETE") != "delete")
    throw failure{{errc::unavailable, copy.path() + " cannot be taken out of its write-ahead log"}};
  copy.execute("BEGIN IMMEDIATE");
  work();
  copy.execute("COMMIT");
}

void mark(connection& copy, std::int64_t id) {
  copy.execute(("PRAGMA application_id = " + std::to_string(id)).c_str());
}

/// What stands beside a log that was here once would be taken for a part of the new one.
void require_nothing_left(const std::string& path) {
  file_copy::require_unused(path);
  for (const char* const beside : {"-wal", "-shm", "-journal"}) {
    std::error_code unknown;
    if (std::filesystem::exists(path + beside, unknown))
      throw failure{
          {errc::conflict, path + beside + " is left of another log: move it away, or name another file"}};
  }
}

}  // namespace

copy_report backup(const std::string& log, const std::string& to, const copy_options& how) {
  file_copy out{log, access_to(log), to};
  const token head = head_of(out.source());
  out.run(how.progress);
  finish(out.copy(), [&] { mark(out.copy(), backup_id); });
  return {head, out.publish()};
}

copy_report restore(const std::string& from, const std::string& to, const copy_options& how) {
  store_options place;
  require_log_place(to, place);
  require_nothing_left(to);
  file_copy out{from, access_to_restore(from), to};
  out.run(how.progress);
  finish(out.copy(), [&] {
    mark(out.copy(), application_id);
    migrate(out.copy(), known_migrations(), format_number);
    begin_epoch(out.copy(), epoch::random(*how.env.random), "restore");
  });
  const token head = head_of(out.copy());
  return {head, out.publish()};
}

}  // namespace varve::sqlite
