// must say: varve: a string_view cannot be read back
#include "stored.hpp"

namespace stored_string_view {

struct event {
#ifdef FAULT
  std::string_view member;
#else
  std::string member;
#endif
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_string_view
