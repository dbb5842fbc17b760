#include "varve_read.hpp"

#include <varve/sqlite/event_store.hpp>

#include "store_read.hpp"
#include "varve_log.hpp"

#include <vector>

namespace bench {

sample scan_varve(const std::filesystem::path& file) {
  varve::sqlite::event_store store{file.string(), {.read_only = true}};
  return scan_store(store);
}

sample read_varve_streams(const std::filesystem::path& file, std::span<const std::int64_t> streams) {
  varve::sqlite::event_store store{file.string(), {.read_only = true}};
  std::vector<varve::stream_id> names;
  for (const auto key : streams) names.emplace_back(varve_log::stream_name(key));
  return read_streams_of(store, names);
}

}  // namespace bench
