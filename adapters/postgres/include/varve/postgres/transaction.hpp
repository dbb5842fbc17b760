#pragma once

#include <varve/projections/sql_access.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace varve::postgres {

class model_session;

/// The rows that a query answered, undecoded; all of them are in memory.
class cursor {
 public:
  class state;

  explicit cursor(std::unique_ptr<state> answered);
  cursor(cursor&&) noexcept;
  cursor& operator=(cursor&&) noexcept;
  ~cursor();

  /// Goes to the next row; false behind the last.
  bool next();
  /// A column of the row, from 0. Integers and booleans are integers, floats are reals, NUMERIC is an integer
  /// when it is whole and 64 bits hold it and a real otherwise; everything else is the text that PostgreSQL
  /// shows. Throws `failure`.
  [[nodiscard]] cell value(int column) const;

 private:
  std::unique_ptr<state> state_;
};

/// An open transaction of a read model's database: what a projection's SQL runs in. In a projection `{name}`
/// is the generation's table; elsewhere it is the plain name. Parameters are `$1`, `$2`… and may be whatever
/// a column can hold (docs/reference/projections.md, "Columns"); PostgreSQL infers their types from where
/// they stand. Statements with parameters are prepared once.
///
/// It cannot be committed or rolled back from here: whoever began it does that, and rolls back when an
/// exception comes out. After a statement that failed, nothing of the transaction can be kept. SQL that
/// begins or ends transactions, changes settings or names tables `varve_…` is refused. Every member throws
/// `failure`, as `sql_failure` where PostgreSQL said why. Used by the thread that it was given to, until the
/// call ends.
class transaction : public sql_access<transaction, cursor> {
 public:
  explicit transaction(model_session& in) : in_(in) {}
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

 private:
  friend sql_access<transaction, cursor>;

  std::int64_t run(std::string_view sql, std::span<const cell> values);
  [[nodiscard]] cursor ask(std::string_view sql, std::span<const cell> values);

  model_session& in_;
};

}  // namespace varve::postgres
