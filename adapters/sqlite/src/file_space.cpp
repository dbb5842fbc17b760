#include <varve/core/error.hpp>
#include <varve/sqlite/file_space.hpp>

#include "log_file.hpp"
#include "write_lock.hpp"
#include "write_session.hpp"

namespace varve::sqlite {
namespace {

file_space measure(connection& db) {
  const std::int64_t page = db.integer("PRAGMA page_size");
  return {db.integer("PRAGMA page_count") * page, db.integer("PRAGMA freelist_count") * page};
}

}  // namespace

file_space space_of(const std::string& path) {
  store_options how;
  how.read_only = true;
  how.allow_network_file_system = true;
  require_log_place(path, how);
  connection db{path, reading_access(path)};
  return measure(db);
}

file_space shrink(const std::string& path, const store_options& how) {
  store_options existing = how;
  existing.create = false;
  require_log_place(path, existing);
  connection db = open_for_writing(path, existing);
  write_lock lock{db.path()};
  if (!lock.lock_until(*how.env.clock, how.env.clock->steady() + how.longest_wait))
    throw failure{
        {errc::unavailable, db.path() + " is being written by another process for too long: try again"}};
  const unlock_at_end unlock{lock};
  prepare_log(db, how.env);
  write_session session{std::move(db)};
  session.secure();
  session.db.execute("VACUUM");
  session.journal.checkpoint_and_empty();
  return measure(session.db);
}

}  // namespace varve::sqlite
