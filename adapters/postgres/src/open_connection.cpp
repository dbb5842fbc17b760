#include "open_connection.hpp"

#include "classify.hpp"

#include <poll.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace varve::postgres {
namespace {

using unfinished = std::unique_ptr<PGconn, decltype([](PGconn* one) { PQfinish(one); })>;
using parsed_conninfo =
    std::unique_ptr<PQconninfoOption, decltype([](PQconninfoOption* all) { PQconninfoFree(all); })>;

/// What libpq gives each address of a server.
std::chrono::milliseconds longest_connecting(const std::string& conninfo) {
  const parsed_conninfo all{PQconninfoParse(conninfo.c_str(), nullptr)};
  long out = 0;
  for (const PQconninfoOption* one = all.get(); one != nullptr && one->keyword != nullptr; ++one)
    if (std::string_view(one->keyword) == "connect_timeout" && one->val != nullptr)
      out = std::strtol(one->val, nullptr, 10);
  return out > 0 ? std::chrono::seconds{out} : std::chrono::milliseconds::max();
}

}  // namespace

sql_failure unreachable(const PGconn* connection) {
  return {{errc::unavailable, "cannot connect to PostgreSQL: " + one_line(PQerrorMessage(connection))},
          fate::transient,
          ""};
}

sql_failure too_late() {
  return {{errc::timeout, "PostgreSQL did not answer before the deadline"}, fate::transient, ""};
}

/// Where there is time, libpq goes from one address of the server to the next.
PGconn* open_connection(const std::string& conninfo, const patience& how_long) {
  const bool time_for_all = how_long.endless() || how_long.left() >= longest_connecting(conninfo);
  unfinished made{time_for_all ? PQconnectdb(conninfo.c_str()) : PQconnectStart(conninfo.c_str())};
  auto step = time_for_all ? PGRES_POLLING_OK : PGRES_POLLING_WRITING;
  while (PQstatus(made.get()) != CONNECTION_BAD && step != PGRES_POLLING_OK && step != PGRES_POLLING_FAILED) {
    const short event = step == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!how_long.await(PQsocket(made.get()), event)) throw too_late();
    step = PQconnectPoll(made.get());
  }
  if (PQstatus(made.get()) != CONNECTION_OK) throw unreachable(made.get());
  return made.release();
}

}  // namespace varve::postgres
