#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/decider.hpp>
#include <varve/core/decision.hpp>

#include "domain/money.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// The domain: an order is filled line by line and placed. Cancellations and write-offs are other facts,
/// which stand under an invoice of their own or beside the lines of an order.
namespace shop::order {

/// One line of an invoice.
struct line {
  std::string stock_code;
  std::string description;
  std::int64_t quantity = 0;  ///< as the invoice counts it: negative for goods that come back or are lost
  money unit_price;
  std::string customer;  ///< empty: not known
  std::string country;

  [[nodiscard]] money value() const { return quantity * unit_price; }

  void serialize(auto& ar) {
    ar(CEREAL_NVP(stock_code), CEREAL_NVP(description), CEREAL_NVP(quantity), CEREAL_NVP(unit_price),
       CEREAL_NVP(customer), CEREAL_NVP(country));
  }
  friend bool operator==(const line&, const line&) = default;
};

// What happened.

struct line_added : line {
  static constexpr std::string_view event_name = "order.line-added";
  friend bool operator==(const line_added&, const line_added&) = default;
};
struct placed {
  static constexpr std::string_view event_name = "order.placed";
  std::int64_t lines = 0;
  money total;

  void serialize(auto& ar) { ar(CEREAL_NVP(lines), CEREAL_NVP(total)); }
  friend bool operator==(const placed&, const placed&) = default;
};
struct line_cancelled : line {
  static constexpr std::string_view event_name = "order.line-cancelled";
  friend bool operator==(const line_cancelled&, const line_cancelled&) = default;
};
struct line_written_off : line {
  static constexpr std::string_view event_name = "order.line-written-off";
  friend bool operator==(const line_written_off&, const line_written_off&) = default;
};
using event = std::variant<line_added, placed, line_cancelled, line_written_off>;

// What has come of it: the cart.

struct cart {
  std::vector<line> lines;
  money total;
  bool is_placed = false;
};
void evolve(cart& c, const line_added& e);
void evolve(cart& c, const placed& e);
void evolve(cart& c, const line_cancelled& e);
void evolve(cart& c, const line_written_off& e);

// What may be asked for, and what the shop says to it.

struct add_line : line {};        ///< a sale
struct place {};                  ///< no more lines: the customer buys what is in the cart
struct cancel_line : line {};     ///< goods come back
struct write_off_line : line {};  ///< goods are lost, found or given away
struct adjust_line : line {};     ///< an adjustment of the books, which is no business of an order
using command = std::variant<add_line, place, cancel_line, write_off_line, adjust_line>;

varve::decision<event> decide(const add_line& c, const cart& state);
varve::decision<event> decide(const place& c, const cart& state);
varve::decision<event> decide(const cancel_line& c, const cart& state);
varve::decision<event> decide(const write_off_line& c, const cart& state);
varve::decision<event> decide(const adjust_line& c, const cart& state);

using decider = varve::decider<"order", cart, event>;  // streams order-536365, order-C536379…

}  // namespace shop::order
