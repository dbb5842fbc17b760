#include <varve/projections/re_anchor.hpp>

#include "guarded.hpp"

#include <algorithm>

namespace varve {
namespace {

/// Where checkpoints of other histories belong in one log.
class anchorage {
 public:
  explicit anchorage(event_store& log) : store_(log), log_(log.info().value()) {}

  /// Whether the checkpoint is of this log's history.
  [[nodiscard]] bool holds(const checkpoint& place) const {
    if (!shares(log_, place.place())) return false;
    if (place.position == position{}) return true;
    return store_.event_at(place.position).value().id == place.id;
  }

  /// The last place that both histories share.
  [[nodiscard]] position shared_with(const checkpoint_key& whose, const checkpoint& place) const {
    const auto born = std::ranges::find(log_.ancestors, place.epoch, &ancestor::epoch);
    if (born == log_.ancestors.end())
      throw failure{{errc::wrong_epoch, "`" + whose.consumer + "`: what its checkpoint " +
                                            place.place().to_string() + " shares with this log, " +
                                            log_.head.to_string() +
                                            ", cannot be told: say up to which position they are the same"}};
    position out = place.position;
    for (auto later = born; later != log_.ancestors.end(); ++later) out = std::min(out, later->shared);
    return out;
  }

  /// The checkpoint of a consumer that stands at this position.
  [[nodiscard]] checkpoint at(position place) const {
    if (place == position{}) return {log_.epoch, place, {}, 0};
    const event_ref event = store_.event_at(place).value();
    if (place < log_.head.position && store_.event_at(place.next()).value().commit <= place)
      throw failure{
          {errc::invalid_argument, "position " + std::to_string(place.value()) + " lies inside a commit"}};
    return {log_.epoch, place, event.id, 0};
  }

 private:
  event_store& store_;
  const log_info log_;
};

std::vector<checkpoint_key> checkpoints_of(read_model_session& session, std::string_view consumer) {
  std::vector<std::int64_t> generations{0};
  for (const auto& one : session.projection(consumer).generations) generations.push_back(one.number);
  std::vector<checkpoint_key> out;
  for (const std::int64_t generation : generations)
    for (const auto& one : session.checkpoints(consumer, generation))
      out.push_back({std::string(consumer), generation, one.slice});
  if (out.empty())
    throw failure{
        {errc::not_found, "no projection or subscription `" + std::string(consumer) + "` has a checkpoint"}};
  return out;
}

}  // namespace

result<std::vector<re_anchored>> re_anchor(event_store& log, read_model& model, std::string_view consumer,
                                           std::optional<position> to) {
  return detail::guarded([&] {
    const anchorage here{log};
    const auto session = model.begin_write();
    std::vector<re_anchored> out;
    for (const auto& whose : checkpoints_of(*session, consumer)) {
      const checkpoint before = session->find(whose).value();
      if (here.holds(before)) continue;
      const checkpoint taken = session->take_over(whose);
      checkpoint after = here.at(to ? *to : here.shared_with(whose, before));
      after.version = taken.version;
      if (!session->save(whose, taken, after)) throw failure{fenced(whose)};
      out.push_back({whose, before, after});
    }
    session->commit();
    return out;
  });
}

}  // namespace varve
