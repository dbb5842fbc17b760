#pragma once

#include "domain/order.hpp"
#include "domain/refusal.hpp"

#include <cstdint>
#include <string_view>

namespace shop::views {

/// Every line that ever reached the shop, counted once: those accepted under the reason '', those refused
/// under theirs.
struct reconciliation {
  using events =
      varve::events<order::line_added, order::line_cancelled, order::line_written_off, refusal::row_refused>;
  static constexpr std::string_view name = "reconciliation";
  static constexpr std::string_view key_name = "reason";
  static constexpr int version = 1;

  struct row {
    std::int64_t rows = 0;
    money value;

    void serialize(auto& ar) { ar(CEREAL_NVP(rows), CEREAL_NVP(value)); }
  };

  std::string_view key_of(const order::line&) const { return ""; }
  std::string_view key_of(const refusal::row_refused& e) const { return e.reason; }

  void evolve(row& r, const order::line& e) const { count(r, e.value()); }
  void evolve(row& r, const refusal::row_refused& e) const { count(r, e.value); }

 private:
  static void count(row& r, money value) {
    ++r.rows;
    r.value += value;
  }
};

}  // namespace shop::views
