#include "lone_caller.hpp"

#include "../stopwatch.hpp"
#include "checked_append.hpp"

namespace bench::baseline {

sample append_one_by_one(const std::filesystem::path& file, std::span<const event> events) {
  auto database = event_table::create(file);
  checked_append append{database};
  const stopwatch watch;
  for (const auto& each : events) append(each);
  return {.items = events.size(), .seconds = watch.seconds()};
}

}  // namespace bench::baseline
