#pragma once

#include "sqlite.hpp"

#include <cstdint>
#include <vector>

namespace bench::baseline {

/// Touches every column of a row, in place: of an integer its value, of text and blob the length and the
/// first byte. A column's kind is taken from the first row, as somebody who writes the loop for one table
/// knows it; a later NULL counts as 0 or as no bytes.
class row_witness {
 public:
  void take(const statement& row) {
    if (rows_++ == 0) learn_kinds(row);
    for (const int column : integers_) sum_ += static_cast<std::uint64_t>(row.integer(column));
    for (const int column : texts_) {
      const auto bytes = row.bytes(column);
      sum_ += bytes.empty() ? 0 : bytes.size() + static_cast<unsigned char>(bytes.front());
    }
  }

  std::uint64_t rows() const { return rows_; }
  std::uint64_t sum() const { return sum_; }

 private:
  void learn_kinds(const statement& row) {
    for (int column = 0; column < sqlite3_column_count(row.handle()); ++column) {
      const bool integer = sqlite3_column_type(row.handle(), column) == SQLITE_INTEGER;
      (integer ? integers_ : texts_).push_back(column);
    }
  }

  std::vector<int> integers_;
  std::vector<int> texts_;
  std::uint64_t rows_ = 0;
  std::uint64_t sum_ = 0;
};

}  // namespace bench::baseline
