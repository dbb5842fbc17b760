// must say: varve: upcast answers an event of the family, a retired shape, a variant or varve::parts of these
#include "shop_events.hpp"

namespace upcaster_to_a_stranger {

struct v1 {
  static constexpr std::string_view event_name = "v1";
};
[[maybe_unused]] shop::sold upcast(const v1&) {
  return {};
}

#ifdef FAULT
using family = varve::events<shop::opened, varve::retired<v1>>;
#else
using family = varve::events<shop::event, varve::retired<v1>>;
#endif
const auto names = varve::event_names<family>();

}  // namespace upcaster_to_a_stranger
