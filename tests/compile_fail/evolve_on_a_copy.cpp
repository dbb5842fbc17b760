// must say: varve: evolve is either void evolve\(state&, const event&\) or state evolve\(state, const
// event&\)
#include "shop.hpp"

#include <vector>

namespace evolve_on_a_copy {

struct state {};
#ifdef FAULT
void evolve(state, const shop::opened&) {}
#else
void evolve(state&, const shop::opened&) {}
#endif
void evolve(state&, const shop::sold&) {}

void use(const std::vector<varve::event_view>& events, state& s) {
  varve::fold<varve::decider<"shop", state, shop::event>>(events, s).value();
}

}  // namespace evolve_on_a_copy
