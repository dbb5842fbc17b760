// must say: varve: a time has a whole count of a unit that nanoseconds divide
#include "stored.hpp"

namespace stored_inexact_time {

struct event {
#ifdef FAULT
  std::chrono::sys_time<std::chrono::duration<double>> member;
#else
  std::chrono::sys_seconds member;
#endif
  void serialize(auto& ar) { ar(CEREAL_NVP(member)); }
};

[[maybe_unused]] const auto use = &there_and_back<event>;

}  // namespace stored_inexact_time
