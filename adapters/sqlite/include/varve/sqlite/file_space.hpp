#pragma once

#include <varve/sqlite/event_store.hpp>

#include <cstdint>
#include <string>

namespace varve::sqlite {

/// How large a log's file is.
struct file_space {
  std::int64_t bytes = 0;  ///< of the database, without its `-wal`
  std::int64_t free = 0;   ///< of these: whole pages that what is appended next will use
};

/// Throws `failure` when there is no log to be read.
[[nodiscard]] file_space space_of(const std::string& path);

/// Rewrites a log's file without free space and gives it back to the disk. All events, positions and read
/// models in it stay. Takes the log's lock for as long as the rewriting takes, so that nobody appends
/// meanwhile, and needs room for a second copy; readers go on. Throws `failure`.
file_space shrink(const std::string& path, const store_options& how = {});

}  // namespace varve::sqlite
