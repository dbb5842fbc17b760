// must say: varve: a polymorphic type has no shape on disk
#include "stored.hpp"

namespace stored_polymorphic_type {

struct base {
#ifdef FAULT
  virtual ~base() = default;
#endif
  void serialize(auto&) {}
};
struct event {
  base member;
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_polymorphic_type
