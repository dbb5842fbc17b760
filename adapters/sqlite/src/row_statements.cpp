#include "row_statements.hpp"

namespace varve::sqlite {
namespace {

std::string quoted(const column& named) {
  std::string out = "\"";
  for (const char c : named.name) out.append(c == '"' ? 2U : 1U, c);
  return out + '"';
}

/// Something for each column, with `between` between them.
template<class Each>
std::string listed(const std::vector<column>& columns, std::string_view between, Each each) {
  std::string out;
  for (const auto& one : columns) out.append(out.empty() ? "" : between).append(each(one));
  return out;
}

std::string names(const std::vector<column>& columns) {
  return listed(columns, ", ", quoted);
}

std::string equals(const std::vector<column>& key) {
  return listed(key, " AND ", [](const column& one) { return quoted(one) + " = ?"; });
}

std::string braced(std::string_view name) {
  return "{" + std::string{name} + "}";
}

std::string select(std::string_view name, const row_shape& shape) {
  return "SELECT " + (shape.values.empty() ? "1" : names(shape.values)) + " FROM " + braced(name) +
         " WHERE " + equals(shape.key);
}

std::string select_all(std::string_view name, const row_shape& shape) {
  return "SELECT " + names(shape.key) + (shape.values.empty() ? "" : ", " + names(shape.values)) + " FROM " +
         braced(name);
}

std::string replace(std::string_view name, const row_shape& shape) {
  const auto mark = [](const column&) { return std::string{"?"}; };
  std::string sql = "INSERT OR REPLACE INTO " + braced(name) + "(" + names(shape.key);
  if (!shape.values.empty()) sql += ", " + names(shape.values);
  sql += ") VALUES(" + listed(shape.key, ", ", mark);
  if (!shape.values.empty()) sql += ", " + listed(shape.values, ", ", mark);
  return sql + ")";
}

std::string declared(const column& one) {
  const char* type = "TEXT";
  if (one.type == column_type::integer || one.type == column_type::boolean) type = "INTEGER";
  if (one.type == column_type::real) type = "REAL";
  return quoted(one) + " " + type + (one.required ? " NOT NULL" : "");
}

}  // namespace

row_statements::row_statements(statement_cache& statements, std::optional<std::int64_t> generation,
                               std::string_view name, const row_shape& shape)
    : find_(statements.take(select(name, shape), generation)),
      put_(statements.take(replace(name, shape), generation)),
      erase_(statements.take("DELETE FROM " + braced(name) + " WHERE " + equals(shape.key), generation)),
      all_(statements.take(select_all(name, shape), generation)),
      values_(shape.values.size()) {}

std::optional<std::span<const cell>> row_statements::find(std::span<const cell> key) {
  found_.reset();
  find_->bind_all(key);
  found_.emplace(*find_);
  if (!found_->next()) return std::nullopt;
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = found_->value(static_cast<int>(i));
  return values_;
}

void row_statements::put(std::span<const cell> row) {
  run(put_, row);
}

void row_statements::erase(std::span<const cell> key) {
  run(erase_, key);
}

void row_statements::each(const std::function<void(std::span<const cell>)>& see) {
  std::vector<cell> row(static_cast<std::size_t>(sqlite3_column_count(all_->handle())));
  for (auto all = all_->run(); all.next();) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = all.value(static_cast<int>(i));
    see(row);
  }
}

void row_statements::run(statement_cache::lease& change, std::span<const cell> values) {
  change->bind_all(values);
  rows none{*change};
  while (none.next()) {}
}

std::string row_statements::create(std::string_view name, const row_shape& shape) {
  std::string sql = "CREATE TABLE " + braced(name) + "(" + listed(shape.key, ", ", declared);
  if (!shape.values.empty()) sql += ", " + listed(shape.values, ", ", declared);
  return sql + ", PRIMARY KEY(" + names(shape.key) + ")) STRICT, WITHOUT ROWID";
}

}  // namespace varve::sqlite
