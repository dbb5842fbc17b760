#pragma once

#include <varve/projections/read_model.hpp>

#include "statement_cache.hpp"

#include <optional>
#include <string>
#include <vector>

namespace varve::sqlite {

/// The rows of a keyed view in a table without rowids, so that a row is one place in one tree.
class row_statements final : public row_table {
 public:
  row_statements(statement_cache& statements, std::optional<std::int64_t> generation, std::string_view name,
                 const row_shape& shape);

  [[nodiscard]] std::optional<std::span<const cell>> find(std::span<const cell> key) override;
  void put(std::span<const cell> row) override;
  void erase(std::span<const cell> key) override;
  void each(const std::function<void(std::span<const cell>)>& see) override;

  /// The statement that makes the table, with `{name}` in it.
  [[nodiscard]] static std::string create(std::string_view name, const row_shape& shape);

 private:
  void run(statement_cache::lease& change, std::span<const cell> values);

  statement_cache::lease find_, put_, erase_, all_;
  std::optional<rows> found_;
  std::vector<cell> values_;
};

}  // namespace varve::sqlite
