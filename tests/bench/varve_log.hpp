#pragma once

#include "workload.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bench {

/// A log of Varve's that holds the workload, in commits of 1,000, closed: all is in the database file and in
/// the page cache.
class varve_log {
 public:
  /// What a hand-written loop reads in the same file.
  static constexpr const char* all_columns = "SELECT * FROM varve_events ORDER BY position";
  static constexpr const char* one_stream = "SELECT * FROM varve_events WHERE stream = ?1 ORDER BY revision";

  /// Fills a new file at `path`; `events` is rounded up to whole ten thousands.
  varve_log(std::filesystem::path path, std::size_t events);

  const std::filesystem::path& path() const { return path_; }
  std::size_t events() const { return events_; }

  /// Keys of streams that have all their ten events, drawn at random: the same in the table and in the
  /// workload, since both count streams in the order of their first events.
  std::vector<std::int64_t> draw_streams(std::size_t count) const;
  static std::string stream_name(std::int64_t key);

 private:
  std::filesystem::path path_;
  std::size_t events_ = 0;
  std::vector<std::int64_t> complete_streams_;
};

}  // namespace bench
