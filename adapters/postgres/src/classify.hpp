#pragma once

#include <varve/core/error.hpp>
#include <varve/postgres/sql_failure.hpp>

#include <libpq-fe.h>
#include <string>
#include <string_view>

namespace varve::postgres {

/// Whether what the server refused with that SQLSTATE may succeed when tried again.
[[nodiscard]] fate fate_of(std::string_view sqlstate) noexcept;
/// What a caller can do about it.
[[nodiscard]] errc to_errc(std::string_view sqlstate) noexcept;

/// What the server said, for a message.
[[nodiscard]] std::string one_line(std::string_view text);
/// Why the server refused, with its detail and hint, without where in its functions it did.
[[nodiscard]] std::string why_refused(const PGresult* answer);

/// Called in a handler: throws what is being handled as `sql_failure` when it came from libpqxx, and as it is
/// otherwise. `doing` completes "cannot …".
[[noreturn]] void rethrow(std::string_view doing);

}  // namespace varve::postgres
