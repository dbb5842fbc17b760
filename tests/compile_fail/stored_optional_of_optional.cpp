// must say: varve: an optional of an optional or of monostate cannot be told from an empty one
#include "stored.hpp"

namespace stored_optional_of_optional {

struct event {
#ifdef FAULT
  std::optional<std::optional<int>> member;
#else
  std::optional<int> member;
#endif
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_optional_of_optional
