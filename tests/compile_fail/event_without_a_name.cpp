// must say: varve: an event needs a static constexpr std::string_view event_name
#include "shop_events.hpp"

namespace event_without_a_name {

struct nameless {};

#ifdef FAULT
using family = varve::events<shop::event, nameless>;
#else
using family = varve::events<shop::event>;
#endif
const auto names = varve::event_names<family>();

}  // namespace event_without_a_name
