// must say: varve: an event of the family has no evolve\(state&, const event&\) beside the state
#include "shop.hpp"

namespace missing_evolve {

struct state {};
void evolve(state&, const shop::opened&) {}
#ifndef FAULT
void evolve(state&, const shop::sold&) {}
#endif

struct sell {};
varve::decision<shop::event> decide(const sell&, const state&) {
  return varve::nothing;
}

void use(varve::event_store& store) {
  shop::handle<varve::decider<"shop", state, shop::event>, sell>(store);
}

}  // namespace missing_evolve
