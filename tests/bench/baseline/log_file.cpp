#include "log_file.hpp"

#include "batch_append.hpp"
#include "event_table.hpp"

#include <utility>

namespace bench::baseline {

log_file::log_file(std::filesystem::path path, workload source, std::size_t events) : path_(std::move(path)) {
  constexpr std::size_t events_per_commit = 1'000;
  auto database = event_table::create(path_);
  batch_append append{database, {.events_per_commit = events_per_commit, .rows_per_insert = 50}};
  for (std::size_t made = 0; made < events; made += events_per_commit) append(source.take(events_per_commit));
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  complete_streams_.assign(source.complete_streams().begin(), source.complete_streams().end());
}

std::vector<std::int64_t> log_file::draw_streams(std::size_t count) const {
  random_source random{2};
  std::vector<std::int64_t> drawn(count);
  for (auto& stream : drawn) stream = complete_streams_[random.below(complete_streams_.size())];
  return drawn;
}

}  // namespace bench::baseline
