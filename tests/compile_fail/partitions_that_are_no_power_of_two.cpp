// must say: varve: a projection's partitions are a power of two from 1 to 1024
#include "shop_views.hpp"

namespace partitions_that_are_no_power_of_two {

struct view {
  using events = varve::events<shop::sold>;
  static constexpr std::string_view name = "lines";
  static constexpr int version = 1;
#ifdef FAULT
  static constexpr int partitions = 3;
#else
  static constexpr int partitions = 4;
#endif
  void create(shop::transaction& tx) { tx.exec("CREATE TABLE {lines}(n INTEGER)"); }
  void apply(shop::transaction&, const varve::recorded<shop::sold>&) {}
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace partitions_that_are_no_power_of_two
