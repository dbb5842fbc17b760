#include "row_batch.hpp"

#include "identifier.hpp"
#include "result_cell.hpp"

#include <algorithm>
#include <utility>

namespace varve::postgres {
namespace {

constexpr std::size_t most_rows = 4'000;
constexpr std::size_t most_bytes = std::size_t{1} << 20U;

/// Something for each column, with `between` between them.
template<class Each>
std::string listed(const std::vector<column>& columns, std::string_view between, Each each) {
  std::string out;
  for (const auto& one : columns) out.append(out.empty() ? "" : between).append(each(one));
  return out;
}

std::string name_of(const column& one) {
  return identifier(one.name);
}

std::string type_of(const column& one) {
  switch (one.type) {
    case column_type::integer: return "bigint";
    case column_type::real: return "double precision";
    case column_type::boolean: return "boolean";
    case column_type::json: return "json";
    case column_type::text: break;
  }
  return "text";
}

std::string declared(const column& one) {
  return name_of(one) + " " + type_of(one) + (one.type == column_type::text ? " COLLATE \"C\"" : "") +
         (one.required ? " NOT NULL" : "");
}

/// PostgreSQL compares no `json`, so that a key keeps it as text.
row_shape stored(row_shape shape) {
  for (auto& one : shape.key) {
    if (one.type == column_type::json) one.type = column_type::text;
  }
  return shape;
}

std::vector<column> all_columns(const row_shape& shape) {
  auto all = shape.key;
  all.insert(all.end(), shape.values.begin(), shape.values.end());
  return all;
}

/// `$1::bigint[], $2::text[]`
std::string parameters(const std::vector<column>& columns) {
  int number = 0;
  return listed(columns, ", ", [&](const column& one) {
    return "$" + std::to_string(++number) + "::" + type_of(one) + "[]";
  });
}

std::string select(const std::string& table, const row_shape& shape) {
  int number = 0;
  const auto equals = [&](const column& one) {
    return name_of(one) + " = $" + std::to_string(++number) + "::" + type_of(one);
  };
  return "SELECT " + (shape.values.empty() ? "1" : listed(shape.values, ", ", name_of)) + " FROM " + table +
         " WHERE " + listed(shape.key, " AND ", equals);
}

std::string select_all(const std::string& table, const row_shape& shape) {
  return "SELECT " + listed(all_columns(shape), ", ", name_of) + " FROM " + table;
}

std::string upsert(const std::string& table, const row_shape& shape) {
  const auto all = all_columns(shape);
  const auto renewed = [](const column& one) { return name_of(one) + " = EXCLUDED." + name_of(one); };
  return "INSERT INTO " + table + "(" + listed(all, ", ", name_of) + ") SELECT * FROM unnest(" +
         parameters(all) + ") ON CONFLICT (" + listed(shape.key, ", ", name_of) + ") DO " +
         (shape.values.empty() ? "NOTHING" : "UPDATE SET " + listed(shape.values, ", ", renewed));
}

std::string remove(const std::string& table, const row_shape& shape) {
  const auto same = [](const column& one) { return "stands." + name_of(one) + " = gone." + name_of(one); };
  return "DELETE FROM " + table + " AS stands USING unnest(" + parameters(shape.key) + ") AS gone(" +
         listed(shape.key, ", ", name_of) + ") WHERE " + listed(shape.key, " AND ", same);
}

}  // namespace

row_batch::row_batch(link& on, std::string_view table, const row_shape& shape)
    : on_(on),
      shape_(stored(shape)),
      find_(select(identifier(table), shape_)),
      put_(upsert(identifier(table), shape_)),
      erase_(remove(identifier(table), shape_)),
      all_(select_all(identifier(table), shape_)),
      last_texts_(shape.key.size()),
      values_(shape.values.size()) {
  puts_.columns.resize(shape.key.size() + shape.values.size());
  erasures_.columns.resize(shape.key.size());
}

void row_batch::waiting::add(std::span<const cell> row) {
  bytes = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].add(row[i]);
    bytes += columns[i].bytes();
  }
  ++rows;
}

arguments row_batch::waiting::take() {
  arguments all;
  for (auto& each : columns) all.take(each.take());
  rows = bytes = 0;
  return all;
}

std::optional<std::span<const cell>> row_batch::find(std::span<const cell> key) {
  flush();
  found_ = on_.run(find_, arguments::of_cells(key));
  if (found_->empty()) return std::nullopt;
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = cell_of(*found_, 0, static_cast<int>(i));
  return values_;
}

void row_batch::put(std::span<const cell> row) {
  follow(row.first(shape_.key.size()));
  puts_.add(row);
}

void row_batch::erase(std::span<const cell> key) {
  follow(key);
  erasures_.add(key);
}

/// A statement must not meet a key twice, and nobody may overtake: keys come in rising order, or what waits
/// is written before.
void row_batch::follow(std::span<const cell> key) {
  const std::size_t rows = puts_.rows + erasures_.rows;
  const bool rises = rows == 0 || std::ranges::lexicographical_compare(last_, key);
  if (!rises || rows >= most_rows || puts_.bytes + erasures_.bytes >= most_bytes) flush();
  last_.assign(key.begin(), key.end());
  for (std::size_t i = 0; i < last_.size(); ++i) {
    if (const auto* text = std::get_if<std::string_view>(&last_[i]))
      last_[i] = std::string_view{last_texts_[i] = *text};
  }
}

/// By a cursor, so that no more than a part of them is in memory twice.
void row_batch::each(const std::function<void(std::span<const cell>)>& see) {
  flush();
  on_.run("DECLARE varve_rows NO SCROLL CURSOR FOR " + all_);
  std::vector<cell> row(shape_.key.size() + shape_.values.size());
  for (;;) {
    const auto some = on_.run("FETCH 5000 FROM varve_rows");
    if (some.empty()) break;
    for (int at = 0; at < static_cast<int>(some.size()); ++at) {
      for (std::size_t i = 0; i < row.size(); ++i) row[i] = cell_of(some, at, static_cast<int>(i));
      see(row);
    }
  }
  on_.run("CLOSE varve_rows");
}

void row_batch::flush() {
  if (puts_.rows > 0) on_.run(put_, puts_.take());
  if (erasures_.rows > 0) on_.run(erase_, erasures_.take());
}

std::string row_batch::create(std::string_view table, const row_shape& shape) {
  return "CREATE TABLE " + identifier(table) + "(" + listed(all_columns(stored(shape)), ", ", declared) +
         ", PRIMARY KEY(" + listed(shape.key, ", ", name_of) + "))";
}

}  // namespace varve::postgres
