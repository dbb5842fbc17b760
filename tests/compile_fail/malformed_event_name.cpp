// must say: varve: an event_name is valid UTF-8 of 1 to 255 bytes without control characters
#include "shop_events.hpp"

namespace malformed_event_name {

struct empty {
  static constexpr std::string_view event_name = "";
};

#ifdef FAULT
using family = varve::events<shop::event, empty>;
#else
using family = varve::events<shop::event>;
#endif
const auto names = varve::event_names<family>();

}  // namespace malformed_event_name
