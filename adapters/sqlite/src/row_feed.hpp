#pragma once

#include "connection.hpp"
#include "event_row.hpp"
#include "statement.hpp"

#include <vector>

namespace varve::sqlite {

/// Inserts rows into varve_events with one statement, however many: it selects them from a virtual table over
/// the memory they stand in, which costs less than binding each row. Lives as long as its connection is used.
class row_feed {
 public:
  explicit row_feed(connection& db);
  row_feed(const row_feed&) = delete;
  row_feed& operator=(const row_feed&) = delete;

  /// The rows, at least one, borrow their texts from elsewhere. They must be what comes next in the log:
  /// SQLite gives them their positions. Throws `failure`; `corrupt` when those are not the rows' own.
  void insert(const std::vector<event_row>& rows);

 private:
  const connection& db_;
  const std::vector<event_row>* rows_ = nullptr;  // read by the virtual table
  statement insert_;
};

}  // namespace varve::sqlite
