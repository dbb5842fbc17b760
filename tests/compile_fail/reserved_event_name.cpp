// must say: varve: an event_name that begins with \$ is reserved
#include "shop_events.hpp"

namespace reserved_event_name {

struct deleted {
  static constexpr std::string_view event_name = "$deleted";
};

#ifdef FAULT
using family = varve::events<shop::event, deleted>;
#else
using family = varve::events<shop::event, varve::stream_deleted>;
#endif
const auto names = varve::event_names<family>();

}  // namespace reserved_event_name
