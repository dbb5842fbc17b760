#pragma once

#include "connection.hpp"
#include "event_row.hpp"
#include "statement.hpp"

#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace varve::sqlite {

/// Shows rows of varve_events to a visitor. The statement that finds them asks for each, as a condition of
/// its own, whether it is the last one wanted: that costs less than to step from row to row and fetch each
/// column. One walk at a time on a connection; the object does not move. Throws `failure`.
class event_scan {
 public:
  /// Is shown a row whose texts are valid until it returns; false ends the walk.
  using visitor = std::function<bool(stored_row&)>;

  explicit event_scan(connection& db);
  event_scan(const event_scan&) = delete;
  event_scan& operator=(const event_scan&) = delete;

  /// A statement for `walk`: the rows for which `where` holds, in `order`.
  [[nodiscard]] statement prepare(std::string_view where, std::string_view order) const;

  /// Runs a statement of `prepare`; false when the rows ended before the visitor had enough. What the visitor
  /// throws comes out here.
  template<class... Values>
  bool walk(statement& found, const visitor& see, const Values&... values) {
    see_ = &see;
    auto row = found.run(values...);
    return step(row);
  }

 private:
  static void show(sqlite3_context* context, int, sqlite3_value** columns) noexcept;
  bool step(rows& row);

  const connection& db_;
  const visitor* see_ = nullptr;
  stored_row found_;
  std::exception_ptr thrown_;  // by the visitor: it must not pass through SQLite
};

}  // namespace varve::sqlite
