// must say: varve: this type has no serialize, save or save_minimal
#include "stored.hpp"

namespace stored_without_functions {

struct part {
  int member = 0;
#ifndef FAULT
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
#endif
};
struct event {
  part member;
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_without_functions
