// must say: varve: evolve is void evolve
#include "shop_views.hpp"

namespace view_that_evolves_a_copy {

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
#ifdef FAULT
  void evolve(row r, const shop::sold&) const { ++r.sales; }
#else
  void evolve(row& r, const shop::sold&) const { ++r.sales; }
#endif
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace view_that_evolves_a_copy
