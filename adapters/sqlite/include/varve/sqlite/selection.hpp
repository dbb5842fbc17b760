#pragma once

#include <varve/projections/sql_access.hpp>

#include <memory>

namespace varve::sqlite {

/// The rows of a running query, undecoded. Its end lets go of the statement.
class cursor {
 public:
  class state;

  explicit cursor(std::unique_ptr<state> running);
  cursor(cursor&&) noexcept;
  cursor& operator=(cursor&&) noexcept;
  ~cursor();

  /// Goes to the next row; false behind the last. Throws `failure`.
  bool next();
  /// A column of the row, from 0; text is valid until the next one.
  [[nodiscard]] cell value(int column) const;

 private:
  std::unique_ptr<state> state_;
};

/// The answer to a query.
template<class... Columns>
using selection = basic_selection<cursor, Columns...>;

}  // namespace varve::sqlite
