#pragma once

#include <varve/postgres/sql_failure.hpp>

#include "patience.hpp"

#include <libpq-fe.h>
#include <string>

namespace varve::postgres {

/// Before anything was sent whose fate matters.
[[nodiscard]] sql_failure unreachable(const PGconn* connection);
/// Nobody waits for the answer any more.
[[nodiscard]] sql_failure too_late();

/// A connection that is open, for the caller to finish. Throws `sql_failure`.
[[nodiscard]] PGconn* open_connection(const std::string& conninfo, const patience& how_long);

}  // namespace varve::postgres
