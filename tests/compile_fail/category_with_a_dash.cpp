// must say: varve: a category is a name without '-' that does not begin with \$
#include "shop.hpp"

namespace category_with_a_dash {

#ifdef FAULT
using decider = varve::decider<"corner-shop", shop::state, shop::event>;
#else
using decider = varve::decider<"corner_shop", shop::state, shop::event>;
#endif

void use(varve::event_store& store) {
  shop::handle<decider, shop::sell>(store);
}

}  // namespace category_with_a_dash
