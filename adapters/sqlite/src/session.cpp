#include "session.hpp"

#include <varve/core/json.hpp>
#include <varve/projections/table_names.hpp>

#include "row_statements.hpp"

#include <algorithm>
#include <utility>

namespace varve::sqlite {
namespace {

template<class Id>
std::span<const std::uint8_t> blob(const Id& id) {
  return id.value.bytes;
}

template<class Id>
Id id_in(const rows& row, int column) {
  Id id;
  const auto bytes = row.text(column);
  if (bytes.size() != id.value.bytes.size()) {
    throw failure{{errc::corrupt, "a checkpoint in this database does not hold an id of 16 bytes"}};
  }
  std::ranges::transform(bytes, id.value.bytes.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return id;
}

checkpoint checkpoint_in(const rows& row) {
  return {id_in<epoch>(row, 0), position{row.integer(1)}, id_in<event_id>(row, 2), row.integer(3)};
}

std::string in_quotes(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2U : 1U, c);
  return out + '"';
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ',';
    json::append_string(out, text);
  }
  return out + ']';
}

std::vector<std::string> texts_in(std::string json_text) {
  if (!json::compact(json_text)) {
    throw failure{{errc::corrupt, "the tables of a generation are not a JSON array: " + json_text}};
  }
  std::vector<std::string> texts;
  for (const auto each : json::view{json_text}) {
    if (auto text = each.text()) texts.push_back(*std::move(text));
  }
  return texts;
}

std::optional<std::int64_t> number_in(const rows& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.integer(column);
}

}  // namespace

session::session(file_connection& on, bool writes, give_back at_end) : on_(on), at_end_(std::move(at_end)) {
  try {
    on_.db.execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
  } catch (...) {
    at_end_(false);
    throw;
  }
}

session::~session() {
  if (!open_ || !process_.valid()) return;
  try {
    if (on_.db.in_transaction()) on_.db.execute("ROLLBACK");
  } catch (const failure&) {
    // What cannot be rolled back here is rolled back when the file is opened again.
  }
  at_end_(false);
}

void session::commit() {
  process_.check().value();
  on_.db.execute("COMMIT");
  open_ = false;
  at_end_(true);
}

statement_cache::lease session::own(std::string_view sql) {
  return on_.ours.take(sql, generation_);
}

std::vector<std::string> session::projections() {
  std::vector<std::string> names;
  const auto ask = own("SELECT projection FROM varve_projections ORDER BY projection");
  for (auto row = ask->run(); row.next();) names.emplace_back(row.text(0));
  return names;
}

projection_record session::projection(std::string_view name) {
  projection_record found;
  const auto ask = own("SELECT live, building, previous FROM varve_projections WHERE projection = ?");
  if (auto row = ask->run(name); row.next()) {
    found.live = number_in(row, 0);
    found.building = number_in(row, 1);
    found.previous = number_in(row, 2);
  }
  const auto list =
      own("SELECT generation, version, fingerprint, tables FROM varve_generations WHERE projection = ? "
          "ORDER BY generation");
  for (auto row = list->run(name); row.next();) {
    found.generations.push_back(
        {row.integer(0), row.integer(1), std::string{row.text(2)}, texts_in(std::string{row.text(3)})});
  }
  return found;
}

void session::store(std::string_view name, const projection_record& record) {
  own("INSERT OR REPLACE INTO varve_projections(projection, live, building, previous) VALUES(?,?,?,?)")
      ->execute(name, record.live, record.building, record.previous);
  own("DELETE FROM varve_generations WHERE projection = ?")->execute(name);
  const auto add =
      own("INSERT INTO varve_generations(projection, generation, version, fingerprint, tables) "
          "VALUES(?,?,?,?,?)");
  for (const auto& each : record.generations) {
    add->execute(name, each.number, each.version, std::string_view{each.fingerprint},
                 std::string_view{json_list(each.tables)});
  }
}

std::optional<checkpoint> session::find(const checkpoint_key& whose) {
  const auto ask =
      own("SELECT epoch, position, event_id, version FROM varve_checkpoints "
          "WHERE projection = ? AND generation = ? AND slice = ?");
  auto row = ask->run(std::string_view{whose.consumer}, whose.generation, whose.slice);
  if (!row.next()) return std::nullopt;
  return checkpoint_in(row);
}

checkpoint session::take_over(const checkpoint_key& whose) {
  const auto raise =
      own("INSERT INTO varve_checkpoints(projection, generation, slice, epoch, position, event_id, version) "
          "VALUES(?, ?, ?, zeroblob(16), 0, zeroblob(16), 1) "
          "ON CONFLICT DO UPDATE SET version = version + 1 RETURNING epoch, position, event_id, version");
  auto row = raise->run(std::string_view{whose.consumer}, whose.generation, whose.slice);
  if (!row.next()) throw failure{{errc::corrupt, "a checkpoint that was raised is not there"}};
  return checkpoint_in(row);
}

bool session::save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) {
  own("UPDATE varve_checkpoints SET epoch = ?, position = ?, event_id = ? "
      "WHERE projection = ? AND generation = ? AND slice = ? AND position = ? AND version = ?")
      ->execute(blob(next.epoch), next.position.value(), blob(next.id), std::string_view{whose.consumer},
                whose.generation, whose.slice, read.position.value(), read.version);
  return on_.db.changed_rows() == 1;
}

void session::erase(const checkpoint_key& whose) {
  own("DELETE FROM varve_checkpoints WHERE projection = ? AND generation = ? AND slice = ?")
      ->execute(std::string_view{whose.consumer}, whose.generation, whose.slice);
}

std::vector<slice_checkpoint> session::checkpoints(std::string_view consumer, std::int64_t generation) {
  const auto ask =
      own("SELECT epoch, position, event_id, version, slice FROM varve_checkpoints "
          "WHERE projection = ? AND generation = ? ORDER BY slice");
  std::vector<slice_checkpoint> all;
  for (auto row = ask->run(consumer, generation); row.next();)
    all.push_back({row.integer(4), checkpoint_in(row)});
  return all;
}

void session::add(const checkpoint_key& whose, const checkpoint& place) {
  own("INSERT INTO varve_checkpoints(projection, generation, slice, epoch, position, event_id, version) "
      "VALUES(?, ?, ?, ?, ?, ?, ?)")
      ->execute(std::string_view{whose.consumer}, whose.generation, whose.slice, blob(place.epoch),
                place.position.value(), blob(place.id), place.version);
}

relation session::relation_of(std::string_view name) {
  const auto ask = own("SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE");
  auto row = ask->run(name);
  if (!row.next()) return relation::none;
  if (row.text(0) == "table") return relation::table;
  return row.text(0) == "view" ? relation::view : relation::other;
}

std::vector<std::string> session::tables() {
  std::vector<std::string> names;
  const auto ask =
      own("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') "
          "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  for (auto row = ask->run(); row.next();) names.emplace_back(row.text(0));
  return names;
}

void session::show(std::string_view name, std::int64_t generation) {
  execute("DROP VIEW IF EXISTS " + in_quotes(name) + "; CREATE VIEW " + in_quotes(name) +
          " AS SELECT * FROM " + in_quotes(table_name(name, generation)));
}

void session::drop_view(std::string_view name) {
  execute("DROP VIEW IF EXISTS " + in_quotes(name));
}

bool session::delete_rows(std::string_view table, std::size_t most) {
  std::string key;
  const auto ask =
      own("SELECT info.name FROM pragma_table_list(?1) AS list, pragma_table_info(?1) AS info "
          "WHERE list.schema = 'main' AND list.wr AND info.pk > 0 ORDER BY info.pk");
  for (auto row = ask->run(table); row.next();) key += (key.empty() ? "" : ", ") + in_quotes(row.text(0));
  if (key.empty()) key = "rowid";
  statement some{on_.db, "DELETE FROM " + in_quotes(table) + " WHERE (" + key + ") IN (SELECT " + key +
                             " FROM " + in_quotes(table) + " LIMIT ?)"};
  some.execute(most);
  return std::cmp_equal(on_.db.changed_rows(), most);
}

void session::drop_table(std::string_view table) {
  on_.users.clear();
  on_.ours.clear();
  execute("DROP TABLE " + in_quotes(table));
}

void session::create_rows(std::string_view name, const row_shape& shape) {
  execute(expand_tables(row_statements::create(name, shape), generation_).value());
}

std::unique_ptr<row_table> session::rows(std::string_view name, const row_shape& shape) {
  return std::make_unique<row_statements>(on_.ours, generation_, name, shape);
}

}  // namespace varve::sqlite
