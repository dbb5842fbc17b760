#include "row_feed.hpp"

#include "damage.hpp"
#include "sqlite_failure.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <new>
#include <string>

namespace varve::sqlite {
namespace {

using row_list = const std::vector<event_row>*;

struct feed_table : sqlite3_vtab {
  row_list* rows;
};

struct feed_cursor : sqlite3_vtab_cursor {
  row_list rows;
  std::size_t at;
  std::vector<char> envelope;  // of the row it stands on
};

int connect(sqlite3* db, void* rows, int, const char* const*, sqlite3_vtab** out, char**) {
  const std::string declaration = std::string("CREATE TABLE x(").append(event_columns) + ")";
  if (const int rc = sqlite3_declare_vtab(db, declaration.c_str()); rc != SQLITE_OK) return rc;
  *out = new (std::nothrow) feed_table{{}, static_cast<row_list*>(rows)};
  return *out != nullptr ? SQLITE_OK : SQLITE_NOMEM;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<feed_table*>(table);
  return SQLITE_OK;
}

int best_index(sqlite3_vtab*, sqlite3_index_info*) {
  return SQLITE_OK;
}

int open_cursor(sqlite3_vtab* table, sqlite3_vtab_cursor** out) {
  *out = new (std::nothrow) feed_cursor{{}, *static_cast<feed_table*>(table)->rows, 0, {}};
  return *out != nullptr ? SQLITE_OK : SQLITE_NOMEM;
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
  delete static_cast<feed_cursor*>(cursor);
  return SQLITE_OK;
}

int filter_rows(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
  static_cast<feed_cursor*>(cursor)->at = 0;
  return SQLITE_OK;
}

int next_row(sqlite3_vtab_cursor* cursor) {
  ++static_cast<feed_cursor*>(cursor)->at;
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* cursor) {
  const auto* const place = static_cast<feed_cursor*>(cursor);
  return place->at >= place->rows->size() ? 1 : 0;
}

void give_blob(sqlite3_context* to, const void* bytes, std::size_t size) {
  sqlite3_result_blob64(to, bytes, size, SQLITE_STATIC);
}

/// Data are never NULL, not even when they are empty: that would be a compacted row.
void give_data(sqlite3_context* to, const event_row& row) {
  if (!row.compacted) give_blob(to, row.data.empty() ? "" : row.data.data(), row.data.size());
}

/// SQLite copies it into its record before it asks for the next one.
void give_envelope(sqlite3_context* to, const event_row& row, std::vector<char>& memory) {
  const std::size_t size = row_envelope::size(row);
  if (memory.size() < size) memory.resize(size);
  row_envelope::write(row, memory.data());
  give_blob(to, memory.data(), size);
}

// In the order of `event_columns`.
int give_column(sqlite3_vtab_cursor* cursor, sqlite3_context* to, int number) try {
  auto* const place = static_cast<feed_cursor*>(cursor);
  const event_row& row = (*place->rows)[place->at];
  switch (number) {
    case 0: sqlite3_result_int64(to, row.position); break;
    case 1: give_data(to, row); break;
    case 2: give_envelope(to, row, place->envelope); break;
    case 3: give_blob(to, row.id.value.bytes.data(), row.id.value.bytes.size()); break;
    case 4: sqlite3_result_int64(to, row.type); break;
    case 5: sqlite3_result_int64(to, row.revision); break;
    case 6: sqlite3_result_int64(to, row.stream); break;
    default: return SQLITE_ERROR;
  }
  return SQLITE_OK;
} catch (const std::bad_alloc&) {
  return SQLITE_NOMEM;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* out) {
  *out = static_cast<sqlite3_int64>(static_cast<feed_cursor*>(cursor)->at);
  return SQLITE_OK;
}

// Without xCreate the table is there under its module's name and cannot be made by any schema.
constexpr sqlite3_module module_of() {
  sqlite3_module out{};
  out.xConnect = connect;
  out.xDisconnect = disconnect;
  out.xBestIndex = best_index;
  out.xOpen = open_cursor;
  out.xClose = close_cursor;
  out.xFilter = filter_rows;
  out.xNext = next_row;
  out.xEof = at_end;
  out.xColumn = give_column;
  out.xRowid = row_id;
  return out;
}

constexpr sqlite3_module feed_module = module_of();

// Without the position: SQLite then takes the next one without looking for a row that stands there already.
// OR FAIL: nothing is expected to fail, and then the transaction is rolled back; without it SQLite would keep
// a journal for the statement.
std::string insert_sql() {
  const std::string columns{event_columns.substr(event_columns.find(' ') + 1)};
  return "INSERT OR FAIL INTO varve_events(" + columns + ") SELECT " + columns + " FROM varve_row_feed";
}

}  // namespace

row_feed::row_feed(connection& db) : db_(db) {
  const int rc = sqlite3_create_module(db.handle(), "varve_row_feed", &feed_module, &rows_);
  if (rc != SQLITE_OK) fail(db.handle(), rc, "make the table that rows are inserted from");
  insert_ = statement{db, insert_sql()};
}

void row_feed::insert(const std::vector<event_row>& rows) {
  rows_ = &rows;
  insert_.execute();
  const std::int64_t last = rows.back().position;
  if (sqlite3_last_insert_rowid(db_.handle()) != last)
    damaged("the order of events before position " + std::to_string(last));
}

}  // namespace varve::sqlite
