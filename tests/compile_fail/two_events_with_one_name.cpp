// must say: varve: two events of this family have the same event_name
#include "shop_events.hpp"

namespace two_events_with_one_name {

struct sold_again {
  static constexpr std::string_view event_name = "shop.sold";
};

#ifdef FAULT
using family = varve::events<shop::event, sold_again>;
#else
using family = varve::events<shop::opened, sold_again>;
#endif
const auto names = varve::event_names<family>();

}  // namespace two_events_with_one_name
