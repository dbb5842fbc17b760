// must say: varve: decide answers varve::decision of the decider's own events
#include "shop.hpp"

namespace decide_with_another_answer {

struct close {};
#ifdef FAULT
shop::event decide(const close&, const shop::state&) {
  return shop::sold{};
}
#else
varve::decision<shop::event> decide(const close&, const shop::state&) {
  return shop::sold{};
}
#endif

void use(varve::event_store& store) {
  shop::handle<shop::decider, close>(store);
}

}  // namespace decide_with_another_answer
