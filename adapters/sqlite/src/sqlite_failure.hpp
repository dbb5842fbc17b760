#pragma once

#include <varve/core/error.hpp>

#include <sqlite3.h>

#include <string_view>
#include <utility>

namespace varve::sqlite {

/// What SQLite said, as the kind of error that a caller can act on.
[[nodiscard]] errc to_errc(int result_code) noexcept;

/// A failure with SQLite's own result code, for those who must tell one from another.
class sqlite_failure : public failure {
 public:
  sqlite_failure(varve::error e, int result_code) : failure(std::move(e)), result_code_(result_code) {}
  [[nodiscard]] bool disk_full() const noexcept { return (result_code_ & 0xFF) == SQLITE_FULL; }

 private:
  int result_code_;
};

/// Throws `sqlite_failure` with SQLite's message for the last call on `db`, which may be null;
/// `std::bad_alloc` when memory ran out. `doing` completes "cannot …".
[[noreturn]] void fail(sqlite3* db, int result_code, std::string_view doing);

}  // namespace varve::sqlite
