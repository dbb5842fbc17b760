// [products]
#pragma once

#include <varve/projections.hpp>

#include "cart.hpp"

// A table `products`: one row for each sku.
struct products {
  using events = varve::events<cart::item_added>;
  static constexpr std::string_view name = "products";
  static constexpr int version = 2;
  static constexpr std::string_view key_name = "sku";

  struct row {
    int quantity = 0;
    std::int64_t cents = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(quantity), CEREAL_NVP(cents)); }
  };

  std::string_view key_of(const cart::item_added& e) const { return e.sku; }
  void evolve(row& r, const cart::item_added& e) const {
    r.quantity += e.quantity;
    r.cents += e.quantity * e.cents;
  }
};
// [/products]
