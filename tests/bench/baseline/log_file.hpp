#pragma once

#include "../workload.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace bench::baseline {

/// A log in an event_table of its own, for the reading baselines to run on when there is no file of Varve's:
/// filled in batches, checkpointed, so that all is in the database file and in the page cache.
class log_file {
 public:
  static constexpr std::string_view all_columns =
      "SELECT position, stream, revision, type, data, metadata, time FROM events ORDER BY position";
  static constexpr std::string_view one_stream =
      "SELECT position, revision, type, data, metadata, time FROM events WHERE stream = ?1 ORDER BY revision";

  /// Fills a new file at `path`. `events` is rounded up to whole thousands.
  log_file(std::filesystem::path path, workload source, std::size_t events);

  const std::filesystem::path& path() const { return path_; }

  /// Keys of streams that have all their ten events, drawn at random.
  std::vector<std::int64_t> draw_streams(std::size_t count) const;

 private:
  std::filesystem::path path_;
  std::vector<std::int64_t> complete_streams_;
};

}  // namespace bench::baseline
