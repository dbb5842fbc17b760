// must say: varve: a projection that writes SQL makes its tables in create\(transaction&\)
#include "shop_views.hpp"

namespace projection_without_tables {

struct view {
  using events = varve::events<shop::sold>;
  static constexpr std::string_view name = "lines";
  static constexpr int version = 1;
#ifndef FAULT
  void create(shop::transaction& tx) { tx.exec("CREATE TABLE {lines}(n INTEGER)"); }
#endif
  void apply(shop::transaction&, const varve::recorded<shop::sold>&) {}
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace projection_without_tables
