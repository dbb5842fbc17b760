// must say: varve: key_of answers another kind of key for another event of the keyed view
#include "shop_views.hpp"

namespace view_with_two_kinds_of_key {

struct view {
  using events = varve::events<shop::opened, shop::sold>;
  static constexpr std::string_view name = "totals";
  static constexpr int version = 1;
  struct row {
    int sales = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(sales)); }
  };
  int key_of(const shop::opened&) const { return 1; }
#ifdef FAULT
  std::string key_of(const shop::sold&) const { return "1"; }
#else
  int key_of(const shop::sold&) const { return 1; }
#endif
  void evolve(row&, const shop::opened&) const {}
  void evolve(row& r, const shop::sold&) const { ++r.sales; }
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace view_with_two_kinds_of_key
