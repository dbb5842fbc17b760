#pragma once

#include <varve/core/recorded.hpp>

#include "domain/order.hpp"

#include <string>
#include <string_view>

namespace shop::views {

/// Net revenue: what was sold less what was cancelled. A cancelled quantity is negative, so both are sums.
struct revenue {
  money net;

  void serialize(auto& ar) { ar(CEREAL_NVP(net)); }
};

struct revenue_by_country {
  using events = varve::events<order::line_added, order::line_cancelled>;
  static constexpr std::string_view name = "revenue_by_country";
  static constexpr std::string_view key_name = "country";
  static constexpr int version = 1;
  using row = revenue;

  std::string_view key_of(const order::line& e) const { return e.country; }
  void evolve(row& r, const order::line& e) const { r.net += e.value(); }
};

struct revenue_by_month {
  using events = varve::events<order::line_added, order::line_cancelled>;
  static constexpr std::string_view name = "revenue_by_month";
  static constexpr std::string_view key_name = "month";  // 2010-12
  static constexpr int version = 1;
  using row = revenue;

  template<class E>
  std::string key_of(const varve::recorded<E>& e) const {
    return varve::format_time(e.occurred_at()).substr(0, 7);
  }
  void evolve(row& r, const order::line& e) const { r.net += e.value(); }
};

}  // namespace shop::views
