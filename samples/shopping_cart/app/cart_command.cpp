#include <varve/commands/command_handler.hpp>
#include <varve/core/as_of.hpp>
#include <varve/url/open_store.hpp>

#include "app/answer.hpp"
#include "app/commands.hpp"
#include "app/table_cell.hpp"
#include "domain/order.hpp"

#include <iomanip>
#include <ostream>
#include <vector>

namespace shop::app {
namespace {

/// A cart with money as decimal strings. Its JSON is what `serialize` names.
struct shown_cart {
  struct line {
    std::string stock_code, description;
    std::int64_t quantity = 0;
    std::string unit_price, value;

    void serialize(auto& ar) {
      ar(CEREAL_NVP(stock_code), CEREAL_NVP(description), CEREAL_NVP(quantity), CEREAL_NVP(unit_price),
         CEREAL_NVP(value));
    }
  };

  std::string cart;
  bool is_placed = false;
  std::vector<line> lines = {};
  std::string total;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(cart), CEREAL_NVP(is_placed), CEREAL_NVP(lines), CEREAL_NVP(total));
  }
};

shown_cart show(const std::string& id, const order::cart& cart) {
  shown_cart shown{.cart = id, .is_placed = cart.is_placed, .total = cart.total.to_string()};
  for (const order::line& of : cart.lines)
    shown.lines.push_back(
        {of.stock_code, of.description, of.quantity, of.unit_price.to_string(), of.value().to_string()});
  return shown;
}

std::ostream& operator<<(std::ostream& out, const shown_cart& cart) {
  out << "cart " << cart.cart << ", " << (cart.is_placed ? "placed" : "not placed yet") << ", "
      << cart.lines.size() << " lines\n";
  for (const auto& [code, description, quantity, price, value] : cart.lines)
    out << "  " << table_cell(code, 10) << table_cell(description, 35) << std::setw(9) << quantity
        << std::setw(12) << price << std::setw(14) << value << '\n';
  return out << std::setw(82) << cart.total << '\n';
}

varve::failure no_such_cart(const cart_command& asked) {
  return varve::failure{{varve::errc::not_found, asked.when ? "cart " + asked.id + " did not exist at " +
                                                                  varve::format_time(*asked.when)
                                                            : "there is no cart " + asked.id}};
}

}  // namespace

void run(const cart_command& asked) {
  const auto log = varve::open_store(asked.at.store, {.read_only = true}).value();
  const auto orders = varve::commands_for<order::decider>(*log);
  const auto then = asked.when ? varve::as_of::until_occurred(*asked.when) : varve::as_of::latest();
  const order::cart cart = orders.state_of(asked.id, then).value().state;
  if (cart.lines.empty()) throw no_such_cart(asked);
  answer(show(asked.id, cart), asked.json);
}

}  // namespace shop::app
