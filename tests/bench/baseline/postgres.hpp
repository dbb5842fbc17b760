#pragma once

#include <initializer_list>
#include <libpq-fe.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace bench::baseline {

/// A libpq connection with its defaults: one round trip a call, parameters and answers as text. Throws
/// std::runtime_error.
class postgres {
 public:
  using answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

  explicit postgres(const std::string& url) : connection_(PQconnectdb(url.c_str()), &PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
  }

  answer execute(const std::string& sql) { return check(PQexec(connection_.get(), sql.c_str())); }

  void prepare(const std::string& name, const std::string& sql) {
    check(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
  }

  answer execute_prepared(const std::string& name, const std::vector<const char*>& values) {
    return check(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                                values.data(), nullptr, nullptr, 0));
  }

 private:
  answer check(PGresult* got) {
    answer held{got, &PQclear};
    const auto status = PQresultStatus(got);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
    return held;
  }
  [[noreturn]] void fail() const { throw std::runtime_error{PQerrorMessage(connection_.get())}; }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace bench::baseline
