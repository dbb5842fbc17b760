#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace bench::baseline {

/// A prepared statement, as thin as it can be: every call is one call of SQLite and a compare. A code that is
/// neither row nor done throws std::runtime_error with SQLite's message.
class statement {
 public:
  statement(sqlite3* database, std::string_view sql);
  ~statement() { sqlite3_finalize(handle_); }
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;

  void bind(int index, std::int64_t value) { sqlite3_bind_int64(handle_, index, value); }
  void bind(int index, double value) { sqlite3_bind_double(handle_, index, value); }
  /// The bytes are not copied: they must stay until the statement is reset.
  void bind_blob(int index, std::string_view bytes) {
    sqlite3_bind_blob(handle_, index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  }
  void bind_text(int index, std::string_view text) {
    sqlite3_bind_text(handle_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }

  /// True when there is a row.
  bool step() {
    const int code = sqlite3_step(handle_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
    return code == SQLITE_ROW;
  }
  void reset() { sqlite3_reset(handle_); }
  /// For a statement without rows.
  void execute() {
    step();
    reset();
  }

  bool is_null(int column) const { return sqlite3_value_type(value(column)) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_value_int64(value(column)); }
  /// Valid until the next step or reset. Also right for text: in contrast to sqlite3_value_text it copies
  /// nothing.
  std::string_view bytes(int column) const {
    auto* const found = value(column);
    const auto* data = static_cast<const char*>(sqlite3_value_blob(found));
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(found))};
  }

  sqlite3_stmt* handle() const { return handle_; }

 private:
  /// The column itself: sqlite3_column_int64 and its like look for a failure at every call, which a scan of
  /// seven columns feels. Good on a connection of one thread.
  sqlite3_value* value(int column) const { return sqlite3_column_value(handle_, column); }

  [[noreturn]] void fail();

  sqlite3_stmt* handle_ = nullptr;
};

/// A connection of one thread: opened without SQLite's own mutex.
class connection {
 public:
  /// Opens for reading alone; the file must be there.
  static connection read_only(const std::filesystem::path& file) { return {file, SQLITE_OPEN_READONLY}; }
  /// Opens for reading and writing, and makes the file when it is not there.
  static connection read_write(const std::filesystem::path& file) {
    return {file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
  }
  ~connection() { sqlite3_close(handle_); }
  connection(connection&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  connection& operator=(connection&&) = delete;

  /// Runs statements that give no rows that matter: pragmas, schema.
  void run(const char* sql);
  statement prepare(std::string_view sql) { return {handle_, sql}; }
  /// The only column of the only row.
  std::int64_t integer(std::string_view sql);

  sqlite3* handle() const { return handle_; }

 private:
  connection(const std::filesystem::path& file, int flags);

  sqlite3* handle_ = nullptr;
};

}  // namespace bench::baseline
