// must say: varve: the command has no decide\(const command&, const state&\) beside it
#include "shop.hpp"

namespace missing_decide {

struct close {};
#ifndef FAULT
varve::decision<shop::event> decide(const close&, const shop::state&) {
  return varve::nothing;
}
#endif

void use(varve::event_store& store) {
  shop::handle<shop::decider, close>(store);
}

}  // namespace missing_decide
