// must say: varve: the upcasters of this family run in a circle
#include "shop_events.hpp"

namespace upcasters_in_a_circle {

struct v1 {
  static constexpr std::string_view event_name = "v1";
};
struct v2 {
  static constexpr std::string_view event_name = "v2";
};
[[maybe_unused]] v2 upcast(const v1&) {
  return {};
}
#ifdef FAULT
[[maybe_unused]] std::variant<shop::sold, v1> upcast(const v2&) {
  return shop::sold{};
}
#else
[[maybe_unused]] shop::sold upcast(const v2&) {
  return {};
}
#endif

using family = varve::events<shop::event, varve::retired<v1, v2>>;
const auto names = varve::event_names<family>();

}  // namespace upcasters_in_a_circle
