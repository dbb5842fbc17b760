#pragma once

#include <varve/projections/cell.hpp>
#include <varve/projections/sql_access.hpp>
#include <varve/sqlite/selection.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace varve::sqlite {

class session;

/// An open transaction of a read model's database: what a projection's SQL runs in. In a projection `{name}`
/// is the generation's table; elsewhere it is the plain name. Parameters are given in the order of their `?`
/// and may be whatever a column can hold (docs/reference/projections.md, "Columns"). Statements are prepared
/// once.
///
/// It cannot be committed or rolled back from here: whoever began it does that, and rolls back when an
/// exception comes out. SQL that touches transactions, settings or tables named `varve_…` is refused. Every
/// member throws `failure`. Used by the thread that it was given to, until the call ends.
class transaction : public sql_access<transaction, cursor> {
 public:
  explicit transaction(session& in) : in_(in) {}
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

 private:
  friend sql_access<transaction, cursor>;

  std::int64_t run(std::string_view sql, std::span<const cell> values);
  [[nodiscard]] cursor ask(std::string_view sql, std::span<const cell> values);

  session& in_;
};

}  // namespace varve::sqlite
