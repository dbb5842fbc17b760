#pragma once

#include <varve/core/recorded.hpp>

#include "domain/order.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shop::views {

/// What is in a cart now: a row for each order that is being filled. It goes when the order is placed.
struct carts {
  using events = varve::events<order::line_added, order::placed>;
  static constexpr std::string_view name = "carts";
  static constexpr std::string_view key_name = "cart";
  static constexpr int version = 1;

  struct row {
    std::vector<order::line> lines;
    money total;

    void serialize(auto& ar) { ar(CEREAL_NVP(lines), CEREAL_NVP(total)); }
  };

  template<class E>
  std::string_view key_of(const varve::recorded<E>& e) const {
    return e.stream().id();
  }

  void evolve(row& r, const order::line_added& e) const {
    r.lines.push_back(e);
    r.total += e.value();
  }
  std::optional<row> evolve(row, const order::placed&) const { return std::nullopt; }
};

}  // namespace shop::views
