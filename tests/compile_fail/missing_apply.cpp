// must say: varve: an event of the projection has no apply\(transaction&, const varve::recorded<E>&\)
#include "shop_views.hpp"

namespace missing_apply {

struct view : shop::lines {
#ifdef FAULT
  void apply(shop::transaction&, const varve::recorded<shop::opened>&) {}
#endif
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace missing_apply
