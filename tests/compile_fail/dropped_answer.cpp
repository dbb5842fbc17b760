// must say: nodiscard
#include "shop.hpp"

namespace dropped_answer {

void use(varve::event_store& store) {
  const auto shops = varve::commands_for<shop::decider>(store);
#ifdef FAULT
  shops.handle("1", shop::sell{});
#else
  shops.handle("1", shop::sell{}).value();
#endif
}

}  // namespace dropped_answer
