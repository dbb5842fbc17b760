#pragma once

#include <varve/core/error.hpp>

#include <sqlite3.h>

#include <string_view>

namespace varve::sqlite {

/// What SQLite said, as the kind of error that a caller can act on.
[[nodiscard]] errc to_errc(int result_code) noexcept;

/// Throws `failure` with SQLite's message for the last call on `db`, which may be null; `std::bad_alloc` when
/// memory ran out. `doing` completes "cannot …".
[[noreturn]] void fail(sqlite3* db, int result_code, std::string_view doing);

}  // namespace varve::sqlite
