#pragma once

#include <varve/core/decider.hpp>
#include <varve/core/record.hpp>
#include <varve/core/upcast.hpp>

#include <cereal/cereal.hpp>

#include <string>
#include <string_view>
#include <variant>

/// A domain to test with: current and retired events, both forms of `evolve`.
namespace cart {

struct item_added {
  static constexpr std::string_view event_name = "cart.item-added";
  std::string sku;
  int quantity = 1;
  void serialize(auto& ar) { ar(CEREAL_NVP(sku), CEREAL_NVP(quantity)); }
};
struct checked_out {
  static constexpr std::string_view event_name = "cart.checked-out";
  int items = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(items)); }
};
inline varve::tags tags_of(const item_added& e) {
  return {"sku:" + e.sku};
}

// 1 to 1, by two steps
struct item_added_v1 {
  static constexpr std::string_view event_name = "cart.added";
  std::string code;
  void serialize(auto& ar) { ar(CEREAL_NVP(code)); }
};
struct item_added_v2 {
  static constexpr std::string_view event_name = "cart.added-with-code";
  static constexpr int upcaster_version = 3;
  std::string code;
  int pieces = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(code), CEREAL_NVP(pieces)); }
};
// 1 to n, by way of another retired shape
struct bundle_bought {
  static constexpr std::string_view event_name = "cart.bundle-bought";
  std::string first, second;
  void serialize(auto& ar) { ar(CEREAL_NVP(first), CEREAL_NVP(second)); }
};
// 1 to 0
struct page_seen {
  static constexpr std::string_view event_name = "cart.page-seen";
  void serialize(auto&) {}
};
// one or the other
struct changed {
  static constexpr std::string_view event_name = "cart.changed";
  int by = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(by)); }
};

inline item_added_v2 upcast(const item_added_v1& old) {
  return {old.code, 1};
}
inline item_added upcast(item_added_v2 old) {
  return {std::move(old.code), old.pieces};
}
inline varve::parts<std::variant<item_added_v1, item_added, checked_out>> upcast(const bundle_bought& old) {
  return {item_added_v1{old.first}, item_added{old.second, 5}, checked_out{2}};
}
inline varve::dropped upcast(const page_seen&) {
  return {};
}
inline std::variant<item_added, checked_out> upcast(const changed& old) {
  if (old.by == 0) return checked_out{};
  return item_added{"changed", old.by};
}

using event = std::variant<item_added, checked_out>;
using family = varve::events<item_added, checked_out,
                             varve::retired<item_added_v1, item_added_v2, bundle_bought, page_seen, changed>>;

struct state {
  int items = 0;
  bool closed = false;
};
inline void evolve(state& s, const item_added& e) {
  s.items += e.quantity;
}
inline state evolve(state s, const checked_out&) {
  s.closed = true;
  return s;
}

struct add_item {
  std::string sku;
  int quantity = 1;
};
inline varve::decision<event> decide(const add_item& c, const state& s) {
  if (s.closed) return varve::reject("cart is closed");
  return item_added{c.sku, c.quantity};
}
struct check_out {};
inline varve::decision<event> decide(const check_out&, const state& s) {
  if (s.closed) return varve::nothing;
  if (s.items == 0) return varve::reject("cart is empty");
  return checked_out{s.items};
}
struct buy_now {
  std::string sku;
};
inline varve::decision<event> decide(const buy_now& c, const state& s) {
  if (s.closed) return varve::reject("cart is closed");
  return varve::accept(item_added{c.sku, 1}, checked_out{s.items + 1});
}

using decider = varve::decider<"cart", state, family>;

}  // namespace cart
