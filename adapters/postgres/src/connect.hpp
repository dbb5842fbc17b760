#pragma once

#include <memory>
#include <pqxx/pqxx>
#include <string>

namespace varve::postgres {

/// Opens a connection to where a URL (or another connection string of libpq) says, speaking UTF-8. Used by
/// one thread at a time. Throws `sql_failure`.
[[nodiscard]] std::unique_ptr<pqxx::connection> connect(const std::string& url);

}  // namespace varve::postgres
