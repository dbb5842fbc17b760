#include "status_reading.hpp"

#include "guarded.hpp"

#include <algorithm>

namespace varve {
namespace detail {

projection_status read_status(read_model_session& in, std::string_view projection, const log_info& log) {
  const auto record = in.projection(projection);
  projection_status status;
  status.name = projection;
  status.live = record.live;
  status.building = record.building;
  status.previous = record.previous;
  if (const auto* live = record.find(record.live)) {
    status.version = live->version;
    status.fingerprint = live->fingerprint;
    const auto ranges = in.checkpoints(status.name, live->number);
    const auto last = std::ranges::min_element(
        ranges, {}, [](const slice_checkpoint& each) { return each.place.position; });
    if (last != ranges.end()) status.at = last->place.place();
    status.partitions = static_cast<std::int64_t>(ranges.size());
  }
  status.head = log.head.position;
  status.lag = std::max<std::int64_t>(status.head - status.at.position, 0);
  return status;
}

std::chrono::nanoseconds age_of_next(event_store& log, const token& after,
                                     const std::vector<std::string>& events, const clock& time) {
  filter which;
  which.types = events;
  const page next = log.read_log(after, which, {.limit = 1}).value();
  if (next.empty()) return {};
  return std::max<std::chrono::nanoseconds>(time.now() - next[0].recorded_at, std::chrono::nanoseconds{0});
}

error other_history(const std::string& whose, const token& place, const log_info& log) {
  return {errc::wrong_epoch,
          whose + ", " + place.to_string() + ", is not of this log, which is " + log.head.to_string()};
}

}  // namespace detail

result<std::vector<projection_status>> status_of(event_store& log, read_model& model, const clock& time) {
  return detail::guarded([&] {
    const log_info info = log.info().value();
    std::vector<projection_status> all;
    {
      const auto session = model.begin_read();
      for (const auto& name : session->projections())
        all.push_back(detail::read_status(*session, name, info));
    }
    for (auto& each : all) {
      if (each.lag > 0 && shares(info, each.at)) each.lag_age = detail::age_of_next(log, each.at, {}, time);
    }
    return all;
  });
}

}  // namespace varve
