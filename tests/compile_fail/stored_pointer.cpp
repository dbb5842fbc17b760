// must say: varve: a pointer has no shape on disk
#include "stored.hpp"

namespace stored_pointer {

struct event {
#ifdef FAULT
  int* member = nullptr;
#else
  int member = 0;
#endif
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_pointer
