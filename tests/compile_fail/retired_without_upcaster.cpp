// must say: varve: a retired shape needs an upcast\(const shape&\) beside it
#include "shop_events.hpp"

namespace retired_without_upcaster {

struct sold_v1 {
  static constexpr std::string_view event_name = "shop.sold.v1";
};

#ifdef FAULT
using family = varve::events<shop::event, varve::retired<sold_v1>>;
#else
using family = shop::event;
#endif
const auto names = varve::event_names<family>();

}  // namespace retired_without_upcaster
