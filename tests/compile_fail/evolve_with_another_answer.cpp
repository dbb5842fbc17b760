// must say: varve: evolve is either void evolve\(state&, const event&\) or state evolve\(state, const
// event&\)
#include "shop.hpp"

#include <vector>

namespace evolve_with_another_answer {

struct state {};
#ifdef FAULT
bool evolve(state&, const shop::opened&) {
  return true;
}
#else
state evolve(state s, const shop::opened&) {
  return s;
}
#endif
void evolve(state&, const shop::sold&) {}

void use(const std::vector<varve::event_view>& events, state& s) {
  varve::fold<varve::decider<"shop", state, shop::event>>(events, s).value();
}

}  // namespace evolve_with_another_answer
