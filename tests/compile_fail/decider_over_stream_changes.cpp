// must say: varve: a decider's family holds no events of \$streams
#include "shop.hpp"

namespace decider_over_stream_changes {

#ifdef FAULT
using family = varve::events<shop::event, varve::stream_deleted>;
#else
using family = varve::events<shop::event>;
#endif
struct state {};
void evolve(state&, const auto&) {}

void use(const std::vector<varve::event_view>& events, state& s) {
  varve::fold<varve::decider<"shop", state, family>>(events, s).value();
}

}  // namespace decider_over_stream_changes
