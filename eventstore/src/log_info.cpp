#include <varve/eventstore/log_info.hpp>

#include <algorithm>

namespace varve {

bool shares(const log_info& log, const token& place) {
  if (!place.epoch.stated()) return true;
  if (place.epoch == log.epoch) return place.position <= log.head.position;
  const auto born = std::ranges::find(log.ancestors, place.epoch, &ancestor::epoch);
  return born != log.ancestors.end() && std::all_of(born, log.ancestors.end(), [&](const ancestor& later) {
           return place.position <= later.shared;
         });
}

}  // namespace varve
