#include "view_file.hpp"

#include <string>

namespace bench::baseline {

view_file::view_file(const std::filesystem::path& file) : database_(connection::read_write(file)) {
  database_.run("PRAGMA page_size = 4096");
  database_.run("PRAGMA journal_mode = WAL");
  database_.run("PRAGMA synchronous = FULL");
  database_.run("PRAGMA wal_autocheckpoint = 4000");
  database_.run("PRAGMA cache_size = -16000");
  database_.run("PRAGMA mmap_size = 0");
  database_.run("CREATE TABLE checkpoints (view TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID");
}

void view_file::create_view(std::string_view name, std::string_view create_table) {
  database_.prepare(create_table).execute();
  auto checkpoint = database_.prepare("INSERT INTO checkpoints VALUES (?1, 0)");
  checkpoint.bind_text(1, name);
  checkpoint.execute();
}

statement view_file::prepare_checkpoint(std::string_view view) {
  return database_.prepare("UPDATE checkpoints SET position = ?1 WHERE view = '" + std::string{view} + "'");
}

}  // namespace bench::baseline
