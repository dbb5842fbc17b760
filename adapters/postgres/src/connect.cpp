#include "connect.hpp"

#include "address.hpp"
#include "classify.hpp"

namespace varve::postgres {
namespace {

/// A session that libpqxx 6 brings back by itself has lost its state unnoticed; 7 has no such thing.
void keep_lost(pqxx::connection& session) {
#if PQXX_VERSION_MAJOR < 7
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  session.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#else
  (void)session;
#endif
}

}  // namespace

std::unique_ptr<pqxx::connection> connect(const std::string& url) {
  check_address(url).value();
  try {
    auto made = std::make_unique<pqxx::connection>(url);
    made->set_client_encoding("UTF8");
    keep_lost(*made);
    return made;
  } catch (...) {
    rethrow("connect to PostgreSQL");
  }
}

bool is_pooled(pqxx::connection& session, pqxx::nontransaction& on) {
  return on.exec("SELECT pg_backend_pid()")[0][0].as<int>() != session.backendpid();
}

}  // namespace varve::postgres
