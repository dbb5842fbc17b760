// must say: varve: a projection either writes SQL \(apply\) or is a keyed view \(row, key_of, evolve\)
#include "shop_views.hpp"

namespace view_that_also_applies {

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
  void evolve(row& r, const shop::sold&) const { ++r.sales; }
#ifdef FAULT
  void apply(shop::transaction&, const varve::recorded<shop::sold>&) {}
#endif
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace view_that_also_applies
