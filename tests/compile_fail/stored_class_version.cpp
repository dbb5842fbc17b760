// must say: varve: no class versions: the version stands in an event's name
#include "stored.hpp"

namespace stored_class_version {

struct event {
  int member = 0;
#ifdef FAULT
  void serialize(auto& ar, std::uint32_t) { ar(CEREAL_NVP(member)); }
#else
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
#endif
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_class_version
