#pragma once

#include <varve/projections/cell.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace varve {

/// The answer to a query: a range of rows that are read as it is walked, once. `Cursor` is the database's:
/// `next()` goes to the next row, `value(column)` gives a cell of it.
template<class Cursor, class... Columns>
class basic_selection {
  static_assert(sizeof...(Columns) > 0,
                "varve: name the types of the columns, as in query<std::string, int>(…)");

 public:
  using row = std::conditional_t<sizeof...(Columns) == 1, std::tuple_element_t<0, std::tuple<Columns...>>,
                                 std::tuple<Columns...>>;

  explicit basic_selection(Cursor rows) : rows_(std::move(rows)) {}

  class iterator {
   public:
    using value_type = row;
    using difference_type = std::ptrdiff_t;

    explicit iterator(Cursor& rows) : rows_(&rows) { ++*this; }
    iterator& operator++() {
      if (!rows_->next()) rows_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] row operator*() const { return read(std::index_sequence_for<Columns...>{}); }
    friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.rows_ == nullptr; }

   private:
    template<std::size_t... I>
    [[nodiscard]] row read(std::index_sequence<I...>) const {
      return row{from_cell<Columns>(rows_->value(static_cast<int>(I)))...};
    }

    Cursor* rows_;
  };

  [[nodiscard]] iterator begin() & { return iterator{rows_}; }
  [[nodiscard]] iterator begin() && = delete;
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  Cursor rows_;
};

/// How SQL is run, whatever the database: a transaction derives from this and has `run(sql, cells)`, which
/// answers with how many rows were changed, and `ask(sql, cells)`, which answers with a cursor.
template<class Transaction, class Cursor>
class sql_access {
 public:
  template<class... Columns>
  using selection = basic_selection<Cursor, Columns...>;

  /// Runs a statement, or several when there are no parameters; answers with how many rows it changed.
  template<class... Values>
  std::int64_t exec(std::string_view sql, const Values&... values) {
    const std::array<held_cell, sizeof...(Values)> held{held_cell{values}...};
    return with_cells(held, [&](std::span<const cell> cells) { return self().run(sql, cells); });
  }

  /// The rows of a statement, read one by one: `for (auto [sku, sold] : tx.query<std::string, int>("SELECT
  /// …"))`. With a single type the rows are of that type, otherwise tuples. A `std::string_view` is valid
  /// until the next row. At most one walk over the answer.
  template<class... Columns, class... Values>
  [[nodiscard]] selection<Columns...> query(std::string_view sql, const Values&... values) {
    const std::array<held_cell, sizeof...(Values)> held{held_cell{values}...};
    return with_cells(
        held, [&](std::span<const cell> cells) { return selection<Columns...>{self().ask(sql, cells)}; });
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

 protected:
  sql_access() = default;
  ~sql_access() = default;

 private:
  template<std::size_t N, class F>
  static auto with_cells(const std::array<held_cell, N>& held, F&& use) {
    std::array<cell, N> cells;
    for (std::size_t i = 0; i < N; ++i) cells[i] = held[i].get();
    return use(std::span<const cell>{cells});
  }

  [[nodiscard]] Transaction& self() { return static_cast<Transaction&>(*this); }
};

}  // namespace varve
