#pragma once

#include <varve/commands.hpp>

#include "shop_events.hpp"

/// A domain without a fault.
namespace shop {

struct state {
  bool open = false;
};
inline void evolve(state& s, const opened&) {
  s.open = true;
}
inline void evolve(state&, const sold&) {}

struct sell {};
inline varve::decision<event> decide(const sell&, const state& s) {
  if (!s.open) return varve::reject("closed");
  return sold{};
}
using decider = varve::decider<"shop", state, event>;

template<class Decider, class Command>
void handle(varve::event_store& store) {
  (void)varve::commands_for<Decider>(store).handle("1", Command{});
}

}  // namespace shop
