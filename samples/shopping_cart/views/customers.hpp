#pragma once

#include "domain/order.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace shop::views {

/// The customers that are known by a number: how many accepted lines they had, and what they paid.
struct customers {
  using events = varve::events<order::line_added, order::line_cancelled, order::line_written_off>;
  static constexpr std::string_view name = "customers";
  static constexpr std::string_view key_name = "customer";
  static constexpr int version = 1;

  struct row {
    std::int64_t lines = 0;
    money revenue;

    void serialize(auto& ar) { ar(CEREAL_NVP(lines), CEREAL_NVP(revenue)); }
  };

  std::optional<std::string_view> key_of(const order::line& e) const {
    if (e.customer.empty()) return std::nullopt;
    return e.customer;
  }

  void evolve(row& r, const order::line_added& e) const { paid(r, e); }
  void evolve(row& r, const order::line_cancelled& e) const { paid(r, e); }
  void evolve(row& r, const order::line_written_off&) const { ++r.lines; }

 private:
  static void paid(row& r, const order::line& line) {
    ++r.lines;
    r.revenue += line.value();
  }
};

}  // namespace shop::views
