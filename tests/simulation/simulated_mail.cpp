#include "simulated_mail.hpp"

#include "simulated_view.hpp"

namespace varve::simulated {

void simulated_mail::handle(position place) {
  const auto index = static_cast<std::size_t>(place.value() - 1);
  if (index > times_.size())
    throw broken("position " + std::to_string(place.value()) + " was handled before " +
                 std::to_string(times_.size() + 1));
  if (index == times_.size()) times_.push_back(0);
  ++times_[index];
}

result<void> simulated_mail::save(const checkpoint& from, const checkpoint& to, const std::vector<position>&,
                                  bool dies) {
  if (dies) return {};
  auto saved = checkpoints_.save(whose(), from, to);
  if (!saved) return saved;
  demand_edge(log_, to.position);
  if (to.position.value() > static_cast<std::int64_t>(times_.size()))
    throw broken("the checkpoint stands at " + std::to_string(to.position.value()) + " where only " +
                 std::to_string(times_.size()) + " events were handled");
  return saved;
}

position simulated_mail::reached() {
  const auto place = checkpoints_.load(whose()).value();
  return place ? place->position : position{};
}

}  // namespace varve::simulated
