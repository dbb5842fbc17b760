// must say: varve: this type has several of serialize, save and save_minimal
#include "stored.hpp"

namespace stored_with_several_functions {

struct event {
  int member = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
#ifdef FAULT
  void save(auto& ar) const { ar(CEREAL_NVP(member)); }
  void load(auto& ar) { ar(CEREAL_NVP(member)); }
#endif
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_with_several_functions
