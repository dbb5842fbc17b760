#pragma once

#include <varve/projections/cell.hpp>
#include <varve/sqlite/selection.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
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
class transaction {
 public:
  explicit transaction(session& in) : in_(in) {}
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

  /// Runs a statement, or several when there are no parameters; answers with how many rows it changed.
  template<class... Values>
  std::int64_t exec(std::string_view sql, const Values&... values) {
    const std::array<held_cell, sizeof...(Values)> held{held_cell{values}...};
    return with_cells(held, [&](std::span<const cell> cells) { return run(sql, cells); });
  }

  /// The rows of a statement, read one by one: `for (auto [sku, sold] : tx.query<std::string, int>("SELECT
  /// …"))`. With a single type the rows are of that type, otherwise tuples. A `std::string_view` is valid
  /// until the next row. At most one walk over the answer.
  template<class... Columns, class... Values>
  [[nodiscard]] selection<Columns...> query(std::string_view sql, const Values&... values) {
    const std::array<held_cell, sizeof...(Values)> held{held_cell{values}...};
    return with_cells(held,
                      [&](std::span<const cell> cells) { return selection<Columns...>{ask(sql, cells)}; });
  }

  /// The first row; nullopt without one.
  template<class... Columns, class... Values>
  [[nodiscard]] std::optional<typename selection<Columns...>::row> query_one(std::string_view sql,
                                                                             const Values&... values) {
    static_assert(!(std::is_same_v<Columns, std::string_view> || ...),
                  "varve: the text would be gone: take a std::string");
    for (auto&& row : query<Columns...>(sql, values...)) return std::move(row);
    return std::nullopt;
  }

 private:
  template<std::size_t N, class F>
  static auto with_cells(const std::array<held_cell, N>& held, F&& use) {
    std::array<cell, N> cells;
    for (std::size_t i = 0; i < N; ++i) cells[i] = held[i].get();
    return use(std::span<const cell>{cells});
  }

  std::int64_t run(std::string_view sql, std::span<const cell> values);
  [[nodiscard]] cursor ask(std::string_view sql, std::span<const cell> values);

  session& in_;
};

}  // namespace varve::sqlite
