#pragma once

#include <varve/projections/read_model.hpp>

#include "arguments.hpp"
#include "link.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace varve::postgres {

/// The rows of a keyed view in one generation. Changes are gathered and written by `unnest`, one statement
/// for many rows; `flush` writes what is left.
class row_batch {
 public:
  row_batch(link& on, std::string_view table, const row_shape& shape);

  [[nodiscard]] std::optional<std::span<const cell>> find(std::span<const cell> key);
  void put(std::span<const cell> row);
  void erase(std::span<const cell> key);
  void each(const std::function<void(std::span<const cell>)>& see);
  void flush();

  /// The statement that makes the table.
  [[nodiscard]] static std::string create(std::string_view table, const row_shape& shape);

 private:
  /// Columns that wait to be sent.
  struct waiting {
    std::vector<array_text> columns;
    std::size_t rows = 0;
    std::size_t bytes = 0;

    void add(std::span<const cell> row);
    [[nodiscard]] arguments take();
  };

  void follow(std::span<const cell> key);

  link& on_;
  row_shape shape_;
  std::string find_, put_, erase_, all_;
  waiting puts_, erasures_;
  std::vector<std::string> last_texts_;
  std::vector<cell> last_;  // the greatest key that waits
  std::optional<pqxx::result> found_;
  std::vector<cell> values_;
};

}  // namespace varve::postgres
