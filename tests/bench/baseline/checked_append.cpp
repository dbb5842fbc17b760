#include "checked_append.hpp"

#include <stdexcept>
#include <string>

namespace bench::baseline {

checked_append::checked_append(connection& database)
    : begin_(database.prepare("BEGIN IMMEDIATE")),
      last_revision_(database.prepare("SELECT max(revision) FROM events WHERE stream = ?1")),
      insert_(database.prepare(event_table::insert_sql(1))),
      commit_(database.prepare("COMMIT")) {}

void checked_append::operator()(const event& what) {
  begin_.execute();
  check_revision(what);
  event_table::bind(insert_, 1, what);
  insert_.execute();
  commit_.execute();
}

void checked_append::check_revision(const event& what) {
  last_revision_.bind(1, what.stream);
  last_revision_.step();
  const auto next = last_revision_.is_null(0) ? 0 : last_revision_.integer(0) + 1;
  last_revision_.reset();
  if (next != what.revision) {
    throw std::runtime_error("stream " + std::to_string(what.stream) + ": next revision is " +
                             std::to_string(next) + ", not " + std::to_string(what.revision));
  }
}

}  // namespace bench::baseline
