#pragma once

#include <varve/projections/row_shape.hpp>

#include "connection.hpp"

#include <sqlite3.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace varve::sqlite {

class rows;

/// Bytes to be bound as a blob and not as a text.
[[nodiscard]] inline std::span<const std::uint8_t> as_blob(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// A prepared statement, used again and again. Must not outlive its connection. Throws `failure`.
class statement {
 public:
  statement() = default;
  /// `rest`, when asked for, is what stands in `sql` behind the statement.
  statement(const connection& db, std::string_view sql, std::string_view* rest = nullptr);
  statement(statement&& other) noexcept;
  statement& operator=(statement&& other) noexcept;
  ~statement();

  /// Binds `values` to the parameters in order and begins; texts and blobs must stay until the rows are gone.
  /// Only one run of a statement may be alive at a time.
  template<class... Values>
  [[nodiscard]] rows run(const Values&... values);

  /// The same for a statement that gives no rows.
  template<class... Values>
  void execute(const Values&... values);

  /// Binds parameters whose number and kinds are not known to the compiler; make `rows` of the statement to
  /// run it.
  void bind_all(std::span<const cell> values);

  /// False when the text held nothing but white space and comments.
  [[nodiscard]] bool holds_something() const { return stmt_ != nullptr; }
  [[nodiscard]] sqlite3_stmt* handle() const { return stmt_; }

 private:
  friend class rows;

  bool step();
  void reset() noexcept { sqlite3_reset(stmt_); }

  void bind(int index, std::nullptr_t) { check(sqlite3_bind_null(stmt_, index)); }
  void bind(int index, std::optional<std::int64_t> value) {
    if (value) {
      bind(index, *value);
    } else {
      bind(index, nullptr);
    }
  }
  void bind(int index, std::integral auto value) {
    check(sqlite3_bind_int64(stmt_, index, static_cast<sqlite3_int64>(value)));
  }
  void bind(int index, double value) { check(sqlite3_bind_double(stmt_, index, value)); }
  void bind(int index, std::string_view text);
  void bind(int index, std::span<const std::uint8_t> blob);
  void check(int result_code);

  sqlite3_stmt* stmt_ = nullptr;
};

/// Text or blob, as bytes.
[[nodiscard]] inline std::string_view bytes_of(sqlite3_value* value) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// What a statement hands to a function of ours, read as a row's columns are.
class arguments {
 public:
  explicit arguments(sqlite3_value** values) : values_(values) {}

  [[nodiscard]] std::int64_t integer(int number) const { return sqlite3_value_int64(values_[number]); }
  [[nodiscard]] bool is_null(int number) const { return sqlite3_value_type(values_[number]) == SQLITE_NULL; }
  [[nodiscard]] std::string_view text(int number) const { return bytes_of(values_[number]); }

 private:
  sqlite3_value** values_;
};

/// The rows of one run. Resets its statement at the end, which also ends a transaction that the run began by
/// itself. Texts and blobs are valid until the next row.
class rows {
 public:
  explicit rows(statement& source) : source_(&source) {}
  rows(rows&& other) noexcept : source_(std::exchange(other.source_, nullptr)) {}
  rows& operator=(rows&&) = delete;
  ~rows() {
    if (source_ != nullptr) source_->reset();
  }

  [[nodiscard]] bool next() { return source_->step(); }

  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_value_int64(sqlite3_column_value(source_->stmt_, column));
  }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(source_->stmt_, column); }
  /// Whatever stands there; a blob as its bytes.
  [[nodiscard]] cell value(int column) const;
  [[nodiscard]] int columns() const { return sqlite3_column_count(source_->stmt_); }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(source_->stmt_, column) == SQLITE_NULL;
  }
  /// Text or blob, as bytes.
  [[nodiscard]] std::string_view text(int column) const {
    // One look at the column instead of two. The value is protected: a connection is used by one thread.
    return bytes_of(sqlite3_column_value(source_->stmt_, column));
  }

 private:
  statement* source_;
};

template<class... Values>
rows statement::run(const Values&... values) {
  int index = 0;
  (bind(++index, values), ...);
  return rows{*this};
}

template<class... Values>
void statement::execute(const Values&... values) {
  auto none = run(values...);
  while (none.next()) {}
}

}  // namespace varve::sqlite
