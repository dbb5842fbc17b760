#include "simulated_view.hpp"

#include <string>

namespace varve::simulated {

void demand_edge(const simulated_log& log, position place) {
  if (place > position{} && log.truth().at(place).commit_end != place)
    throw broken("a checkpoint stands at " + std::to_string(place.value()) + ", inside a commit");
}

checkpoint simulated_view::take_over() {
  ++row_.version;
  return row_;
}

result<void> simulated_view::save(const checkpoint& from, const checkpoint& to,
                                  const std::vector<position>& rows, bool dies) {
  const bool mine = row_.version == from.version && row_.position == from.position;
  if (!mine && defect_ != plant::no_fence) return fenced({"view"});
  const bool alone = defect_ == plant::checkpoint_alone;
  if (dies && !alone) return {};
  const auto version = row_.version;
  row_ = to;
  row_.version = version;
  if (!dies) rows_.insert(rows_.end(), rows.begin(), rows.end());
  judge();
  return {};
}

void simulated_view::judge() const {
  demand_edge(log_, row_.position);
  if (static_cast<std::int64_t>(rows_.size()) != row_.position.value())
    throw broken(std::to_string(rows_.size()) + " events had their effect where the checkpoint stands at " +
                 std::to_string(row_.position.value()));
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].value() != static_cast<std::int64_t>(i) + 1)
      throw broken("position " + std::to_string(rows_[i].value()) + " had its effect where " +
                   std::to_string(i + 1) + " was due");
}

}  // namespace varve::simulated
