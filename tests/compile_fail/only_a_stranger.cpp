// must say: varve: `only` names an event that is not in the family
#include "shop_events.hpp"

namespace only_a_stranger {

struct moved {
  static constexpr std::string_view event_name = "shop.moved";
};

#ifdef FAULT
using family = varve::only<shop::event, moved>;
#else
using family = varve::only<shop::event, shop::sold>;
#endif
const auto names = varve::event_names<family>();

}  // namespace only_a_stranger
