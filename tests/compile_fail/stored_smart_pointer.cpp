// must say: varve: a pointer has no shape on disk
#include "stored.hpp"

namespace stored_smart_pointer {

struct event {
#ifdef FAULT
  std::shared_ptr<int> member;
#else
  int member = 0;
#endif
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_smart_pointer
