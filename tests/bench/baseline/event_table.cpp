#include "event_table.hpp"

namespace bench::baseline {
namespace {

void make_durable(connection& database) {
  database.run("PRAGMA page_size = 4096");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  database.run("PRAGMA wal_autocheckpoint = 1000");
  database.run("PRAGMA cache_size = -2000");
  database.run("PRAGMA mmap_size = 0");
}

}  // namespace

connection event_table::create(const std::filesystem::path& file) {
  auto database = connection::read_write(file);
  make_durable(database);
  database.run(schema);
  return database;
}

connection event_table::open(const std::filesystem::path& file) {
  auto database = connection::read_write(file);
  make_durable(database);
  return database;
}

std::string event_table::insert_sql(std::size_t rows) {
  std::string sql = "INSERT OR ROLLBACK INTO events (stream, revision, type, data, metadata, time) VALUES ";
  for (std::size_t i = 0; i < rows; ++i) sql += i == 0 ? "(?,?,?,?,?,?)" : ",(?,?,?,?,?,?)";
  return sql;
}

}  // namespace bench::baseline
