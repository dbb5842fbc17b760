#pragma once

#include <varve/core/recorded.hpp>

#include "domain/order.hpp"

#include <cstdint>
#include <string_view>

namespace shop::views {

/// Every invoice with what stands on it: it may be an order, a cancellation, a write-off, or two of them.
struct orders {
  using events =
      varve::events<order::line_added, order::placed, order::line_cancelled, order::line_written_off>;
  static constexpr std::string_view name = "orders";
  static constexpr std::string_view key_name = "invoice";
  static constexpr int version = 1;

  struct row {
    std::int64_t sold = 0;  ///< lines
    std::int64_t cancelled = 0;
    std::int64_t written_off = 0;
    bool is_placed = false;
    money value;  ///< of all of them

    void serialize(auto& ar) {
      ar(CEREAL_NVP(sold), CEREAL_NVP(cancelled), CEREAL_NVP(written_off), CEREAL_NVP(is_placed),
         CEREAL_NVP(value));
    }
  };

  template<class E>
  std::string_view key_of(const varve::recorded<E>& e) const {
    return e.stream().id();
  }

  void evolve(row& r, const order::line_added& e) const { count(r, r.sold, e); }
  void evolve(row& r, const order::line_cancelled& e) const { count(r, r.cancelled, e); }
  void evolve(row& r, const order::line_written_off& e) const { count(r, r.written_off, e); }
  void evolve(row& r, const order::placed&) const { r.is_placed = true; }

 private:
  static void count(row& r, std::int64_t& lines, const order::line& line) {
    ++lines;
    r.value += line.value();
  }
};

}  // namespace shop::views
