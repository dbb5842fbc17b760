#include "simulated_view.hpp"

#include <algorithm>

namespace varve::simulated {

void demand_edge(const simulated_log& log, position place) {
  if (place > position{} && log.truth().at(place).commit_end != place)
    throw broken("a checkpoint stands at " + std::to_string(place.value()) + ", inside a commit");
}

result<checkpoint> simulated_view::take_over() {
  ++row_.version;
  return row_;
}

result<void> simulated_view::save(const checkpoint& from, const checkpoint& to,
                                  const std::vector<position>& rows, bool dies) {
  const bool mine = row_.version == from.version && row_.position == from.position;
  if (!mine && defect_ != plant::no_fence) return fenced(whose());
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
  std::vector<position> due;
  for (position each{1}; each <= row_.position; each = each.next())
    if (holds(each)) due.push_back(each);
  if (rows_.size() != due.size())
    throw broken(std::to_string(rows_.size()) + " events had their effect where the checkpoint stands at " +
                 std::to_string(row_.position.value()) + " and " + std::to_string(due.size()) + " were due");
  const auto [had, should] = std::ranges::mismatch(rows_, due);
  if (had != rows_.end())
    throw broken("position " + std::to_string(had->value()) + " had its effect where " +
                 std::to_string(should->value()) + " was due");
}

}  // namespace varve::simulated
