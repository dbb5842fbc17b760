#include "domain/order.hpp"

#include <optional>

namespace shop::order {
namespace {

/// What holds for every line, whatever is asked for it.
std::optional<varve::rejection> objection_to(const line& of) {
  if (of.unit_price < money{}) return varve::reject("negative price");
  return std::nullopt;
}

}  // namespace

void evolve(cart& c, const line_added& e) {
  c.lines.push_back(e);
  c.total += e.value();
}
void evolve(cart& c, const placed&) {
  c.is_placed = true;
}
void evolve(cart&, const line_cancelled&) {}
void evolve(cart&, const line_written_off&) {}

varve::decision<event> decide(const add_line& c, const cart& state) {
  if (const auto no = objection_to(c)) return *no;
  if (c.quantity <= 0 || c.unit_price == money{}) return varve::reject("nothing to sell");
  if (state.is_placed) return varve::reject("order is placed already");
  return line_added{c};
}

varve::decision<event> decide(const place&, const cart& state) {
  if (state.is_placed) return varve::nothing;
  if (state.lines.empty()) return varve::reject("cart is empty");
  return placed{static_cast<std::int64_t>(state.lines.size()), state.total};
}

varve::decision<event> decide(const cancel_line& c, const cart&) {
  if (const auto no = objection_to(c)) return *no;
  return line_cancelled{c};
}

varve::decision<event> decide(const write_off_line& c, const cart&) {
  if (const auto no = objection_to(c)) return *no;
  if (c.unit_price > money{} && c.quantity >= 0) return varve::reject("nothing to write off");
  return line_written_off{c};
}

varve::decision<event> decide(const adjust_line& c, const cart&) {
  if (const auto no = objection_to(c)) return *no;
  return varve::reject("adjustment");
}

}  // namespace shop::order
