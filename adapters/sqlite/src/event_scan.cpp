#include "event_scan.hpp"

#include "sqlite_failure.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace varve::sqlite {
namespace {

constexpr const char* function_name = "varve_seen_enough";
constexpr auto column_count = static_cast<int>(std::ranges::count(event_columns, ',')) + 1;

}  // namespace

event_scan::event_scan(connection& db) : db_(db) {
  const int rc =
      sqlite3_create_function_v2(db.handle(), function_name, column_count, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                 this, show, nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK) fail(db.handle(), rc, "make the function that rows are shown to");
}

statement event_scan::prepare(std::string_view where, std::string_view order) const {
  std::string sql = "SELECT 1 FROM varve_events WHERE ";
  sql.append(where).append(" AND ").append(function_name).append("(").append(event_columns);
  return {db_, sql.append(") ORDER BY ").append(order)};
}

void event_scan::show(sqlite3_context* context, int, sqlite3_value** columns) noexcept {
  auto* const self = static_cast<event_scan*>(sqlite3_user_data(context));
  try {
    read_event_row(arguments{columns}, self->found_);
    sqlite3_result_int(context, (*self->see_)(self->found_) ? 0 : 1);
  } catch (...) {
    self->thrown_ = std::current_exception();
    sqlite3_result_error(context, "a row could not be shown", -1);
  }
}

bool event_scan::step(rows& row) {
  try {
    return row.next();
  } catch (...) {
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    throw;
  }
}

}  // namespace varve::sqlite
