// must say: varve: long double has no portable shape
#include "stored.hpp"

namespace stored_long_double {

struct event {
#ifdef FAULT
  long double member = 0;
#else
  double member = 0;
#endif
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_long_double
