// [events]
#pragma once

#include <varve/commands.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace cart {

struct item_added {
  static constexpr std::string_view event_name = "cart.item-added";  // its name in the log, for ever
  std::string sku;
  int quantity = 0;
  std::int64_t cents = 0;  // for one
  void serialize(auto& ar) { ar(CEREAL_NVP(sku), CEREAL_NVP(quantity), CEREAL_NVP(cents)); }
};

struct checked_out {
  static constexpr std::string_view event_name = "cart.checked-out";
  std::int64_t cents = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(cents)); }
};

using event = std::variant<item_added, checked_out>;
// [/events]

// [state]
struct state {
  std::int64_t cents = 0;
  bool closed = false;
};

inline void evolve(state& s, const item_added& e) {
  s.cents += e.quantity * e.cents;
}

inline void evolve(state& s, const checked_out&) {
  s.closed = true;
}
// [/state]

// [decide]
struct add_item {
  std::string sku;
  int quantity = 0;
  std::int64_t cents = 0;
};

inline varve::decision<event> decide(const add_item& command, const state& s) {
  if (s.closed) return varve::reject("the cart is closed");
  if (command.quantity < 1) return varve::reject("the quantity must be positive");
  return item_added{command.sku, command.quantity, command.cents};
}

struct check_out {};

inline varve::decision<event> decide(const check_out&, const state& s) {
  if (s.closed) return varve::nothing;
  if (s.cents == 0) return varve::reject("the cart is empty");
  return checked_out{s.cents};
}

using decider = varve::decider<"cart", state, event>;  // the streams cart-1, cart-2…

}  // namespace cart
// [/decide]
