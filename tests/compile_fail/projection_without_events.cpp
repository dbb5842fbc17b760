// must say: varve: a projection needs `using events = varve::events<...>`, what it handles
#include "shop_views.hpp"

namespace projection_without_events {

struct view {
#ifndef FAULT
  using events = varve::events<shop::sold>;
#endif
  static constexpr std::string_view name = "lines";
  static constexpr int version = 1;
  void create(shop::transaction& tx) { tx.exec("CREATE TABLE {lines}(n INTEGER)"); }
  void apply(shop::transaction&, const varve::recorded<shop::sold>&) {}
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace projection_without_events
