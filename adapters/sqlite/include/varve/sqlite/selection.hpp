#pragma once

#include <varve/projections/cell.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

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

/// The answer to a query: a range of rows that are read as it is walked, once.
template<class... Columns>
class selection {
  static_assert(sizeof...(Columns) > 0,
                "varve: name the types of the columns, as in query<std::string, int>(…)");

 public:
  using row = std::conditional_t<sizeof...(Columns) == 1, std::tuple_element_t<0, std::tuple<Columns...>>,
                                 std::tuple<Columns...>>;

  explicit selection(cursor rows) : rows_(std::move(rows)) {}

  class iterator {
   public:
    using value_type = row;
    using difference_type = std::ptrdiff_t;

    explicit iterator(cursor& rows) : rows_(&rows) { ++*this; }
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

    cursor* rows_;
  };

  [[nodiscard]] iterator begin() & { return iterator{rows_}; }
  [[nodiscard]] iterator begin() && = delete;
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  cursor rows_;
};

}  // namespace varve::sqlite
