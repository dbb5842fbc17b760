// must say: varve: an enum that is read from outside needs a fixed integer
#include "stored.hpp"

namespace stored_open_enum {

#ifdef FAULT
enum colour { red, green };
#else
enum colour : int { red, green };
#endif
struct event {
  colour member = red;
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_open_enum
