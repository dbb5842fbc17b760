#pragma once

#include <varve/core/recorded.hpp>
#include <varve/core/time.hpp>

#include "domain/order.hpp"

#include <string>
#include <string_view>
#include <tuple>

namespace shop::views {

/// What each product sold, less what was cancelled. A product goes by the description of its latest line; of
/// two at the same time by the greater text, so that the order in which invoices arrive does not matter.
struct products {
  using events = varve::events<order::line_added, order::line_cancelled>;
  static constexpr std::string_view name = "products";
  static constexpr std::string_view key_name = "stock_code";
  static constexpr int version = 1;

  struct row {
    std::string description;
    varve::timestamp described_at;
    std::int64_t quantity = 0;
    money revenue;

    void serialize(auto& ar) {
      ar(CEREAL_NVP(description), CEREAL_NVP(described_at), CEREAL_NVP(quantity), CEREAL_NVP(revenue));
    }
  };

  std::string_view key_of(const order::line& e) const { return e.stock_code; }

  template<class E>
  void evolve(row& r, const varve::recorded<E>& e) const {
    r.quantity += e->quantity;
    r.revenue += e->value();
    if (e->description.empty()) return;
    if (std::tuple{e.occurred_at(), std::string_view{e->description}} <=
        std::tuple{r.described_at, std::string_view{r.description}})
      return;
    r.description = e->description;
    r.described_at = e.occurred_at();
  }
};

}  // namespace shop::views
