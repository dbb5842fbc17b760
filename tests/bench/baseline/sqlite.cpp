#include "sqlite.hpp"

#include <stdexcept>

namespace bench::baseline {
namespace {

[[noreturn]] void fail_with(sqlite3* database, std::string_view what) {
  throw std::runtime_error(std::string{what} + ": " + sqlite3_errmsg(database));
}

}  // namespace

statement::statement(sqlite3* database, std::string_view sql) {
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  if (code != SQLITE_OK) fail_with(database, sql);
}

void statement::fail() {
  fail_with(sqlite3_db_handle(handle_), sqlite3_sql(handle_));
}

connection::connection(const std::filesystem::path& file, int flags) {
  if (sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) {
    const std::string message = file.string() + ": " + sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw std::runtime_error(message);
  }
}

void connection::run(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail_with(handle_, sql);
}

std::int64_t connection::integer(std::string_view sql) {
  auto query = prepare(sql);
  if (!query.step()) throw std::runtime_error(std::string{sql} + ": no row");
  return query.integer(0);
}

}  // namespace bench::baseline
