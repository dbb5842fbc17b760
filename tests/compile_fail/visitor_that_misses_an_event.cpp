// must say: varve: the visitor does not take const varve::recorded<E>& for an event of the family
#include "shop.hpp"

namespace visitor_that_misses_an_event {

struct visitor {
  void operator()(const varve::recorded<shop::opened>&) const {}
#ifndef FAULT
  void operator()(const varve::recorded<shop::sold>&) const {}
#endif
};

void use(const varve::event_view& event) {
  varve::visit_event<shop::event>(event, visitor{}).value();
}

}  // namespace visitor_that_misses_an_event
