#include "feeder.hpp"

#include <varve/sqlite/event_store.hpp>

#include "feeding.hpp"

namespace varve::crash {

void feed(const std::string& folder) {
  sqlite::event_store log{folder + "/log.db", {.durability = sqlite::durability::process_crash}};
  feed_into(log, std::chrono::milliseconds{1});
}

}  // namespace varve::crash
