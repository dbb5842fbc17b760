#pragma once

#include <varve/sqlite/durability.hpp>

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace varve::sqlite {

/// What a connection may do.
enum class access {
  read_write,
  create,     ///< read and write; the file is made when it is not there
  read_only,  ///< never writes to the database; the files beside it must be there or be makeable
  immutable   ///< for files that nobody can write: takes no locks and needs no files beside it
};

/// One connection to a database file, set up as every connection of Varve is: write-ahead log, no checkpoint
/// of SQLite's own (they belong to the writer, under the file's lock), no memory map, nothing in the schema
/// trusted. Used by one thread at a time. Throws `failure`.
class connection {
 public:
  connection(const std::string& path, access how, durability level = durability::power_cut,
             std::chrono::milliseconds busy = std::chrono::seconds{5});

  connection(connection&& other) noexcept;
  connection& operator=(connection&& other) noexcept;
  ~connection();

  [[nodiscard]] sqlite3* handle() const { return db_; }
  /// The absolute path of the file, symbolic links resolved.
  [[nodiscard]] std::string path() const;

  /// Keeps a write-ahead log from now on, as the file does. Throws `unsupported` when the file cannot.
  void use_write_ahead_log();
  /// Runs statements whose rows are of no interest.
  void execute(const char* sql);
  /// The first column of the first row; 0 without one.
  [[nodiscard]] std::int64_t integer(const char* sql);
  [[nodiscard]] std::string text(const char* sql);

  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  [[nodiscard]] std::int64_t changed_rows() const { return sqlite3_changes64(db_); }
  void busy_timeout(std::chrono::milliseconds longest) noexcept;

 private:
  void configure(access how, durability level, std::chrono::milliseconds busy);

  sqlite3* db_ = nullptr;
};

}  // namespace varve::sqlite
