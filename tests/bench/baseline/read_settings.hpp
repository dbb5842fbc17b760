#pragma once

#include "sqlite.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace bench::baseline {

/// How a reading baseline opens its file: SQLite's defaults, a cache of 2 MB and no memory map. Without a map
/// a disk that fails is an error code and not a SIGBUS. A map makes scans about 1.1 and reads of streams 1.5
/// times as fast; `bench_baselines` prints both.
struct read_settings {
  int cache_kib = 2'000;
  std::int64_t map_bytes = 0;

  connection open(const std::filesystem::path& file) const {
    auto database = connection::read_only(file);
    database.run(("PRAGMA cache_size = -" + std::to_string(cache_kib)).c_str());
    database.run(("PRAGMA mmap_size = " + std::to_string(map_bytes)).c_str());
    return database;
  }
};

}  // namespace bench::baseline
