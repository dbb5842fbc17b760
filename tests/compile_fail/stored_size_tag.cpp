// must say: varve: size tags, binary data, deferred data and virtual bases are not read
#include "stored.hpp"

namespace stored_size_tag {

struct event {
  int member = 0;
  void serialize(auto& ar) {
#ifdef FAULT
    ar(cereal::make_size_tag(member));
#else
    ar(member);
#endif
  }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_size_tag
