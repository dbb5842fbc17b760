#pragma once

#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace varve::crash {

/// Where a run lives: the log, and read models in a file of their own and in the log's.
struct place {
  std::filesystem::path folder;
  sqlite::durability level = sqlite::durability::power_cut;

  [[nodiscard]] std::string log() const { return (folder / "log.db").string(); }
  [[nodiscard]] std::string copy() const { return (folder / "copy").string(); }
  [[nodiscard]] std::string view() const { return (folder / "view.db").string(); }
};

/// Makes a folder that holds these files and no others.
inline void store(const std::map<std::string, std::string>& files, const std::filesystem::path& into) {
  std::filesystem::remove_all(into);
  std::filesystem::create_directories(into);
  for (const auto& [name, bytes] : files) std::ofstream{into / name, std::ios::binary} << bytes;
}

/// Bounds small enough that a short run merges and checkpoints many times.
[[nodiscard]] inline sqlite::store_options small_bounds(sqlite::durability level) {
  sqlite::store_options how;
  how.durability = level;
  how.merge_every = 7;
  how.terms_per_slice = 8;
  how.frames_per_checkpoint = 40;
  return how;
}

[[nodiscard]] inline sqlite::database_options small_view_bounds(sqlite::durability level) {
  sqlite::database_options how;
  how.durability = level;
  how.frames_per_checkpoint = 30;
  return how;
}

}  // namespace varve::crash
