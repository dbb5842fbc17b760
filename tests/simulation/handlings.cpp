#include "handlings.hpp"

#include "simulated_view.hpp"

#include <string>

namespace varve::simulated {

void handlings::handle(position place) {
  const auto index = static_cast<std::size_t>(place.value() - 1);
  if (index > times_.size())
    throw broken("position " + std::to_string(place.value()) + " was handled before " +
                 std::to_string(times_.size() + 1));
  if (index == times_.size()) times_.push_back(0);
  ++times_[index];
}

void handlings::passed(const simulated_log& log, position checkpoint) const {
  demand_edge(log, checkpoint);
  if (checkpoint.value() > static_cast<std::int64_t>(times_.size()))
    throw broken("the checkpoint stands at " + std::to_string(checkpoint.value()) + " where only " +
                 std::to_string(times_.size()) + " events were handled");
}

}  // namespace varve::simulated
