#pragma once

#include <memory>
#include <pqxx/pqxx>
#include <string>

namespace varve::postgres {

/// Opens a connection to where a URL (or another connection string of libpq) says, speaking UTF-8. Used by
/// one thread at a time. Throws `sql_failure`.
[[nodiscard]] std::unique_ptr<pqxx::connection> connect(const std::string& url);

/// Whether a pooler stands between: it named a process that is not the one which works for us. May throw
/// what libpqxx throws.
[[nodiscard]] bool is_pooled(pqxx::connection& session, pqxx::nontransaction& on);

/// What is worked with, as `server_version_num` says it.
inline constexpr int oldest_server = 150'000;

}  // namespace varve::postgres
