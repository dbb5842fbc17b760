// must say: varve: an event of the keyed view has no evolve\(row&, const event&\)
#include "shop_views.hpp"

namespace view_without_evolve {

struct view {
  using events = varve::events<shop::opened, shop::sold>;
  static constexpr std::string_view name = "totals";
  static constexpr int version = 1;
  struct row {
    int sales = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(sales)); }
  };
  int key_of(const shop::opened&) const { return 1; }
  int key_of(const shop::sold&) const { return 1; }
  void evolve(row&, const shop::opened&) const {}
#ifndef FAULT
  void evolve(row& r, const shop::sold&) const { ++r.sales; }
#endif
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace view_without_evolve
