// must say: no non-static data member named|does not refer to any field
#include "shop.hpp"

namespace retried_and_pinned {

#ifdef FAULT
const varve::handle_options how{.on_conflict = varve::pinned{varve::revision{4}}, .attempts = 3};
#else
const varve::handle_options how{.on_conflict = varve::pinned{varve::revision{4}}};
#endif

}  // namespace retried_and_pinned
