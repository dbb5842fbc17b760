// The example of README.md.

// [example]
#include <varve/commands.hpp>
#include <varve/projections.hpp>
#include <varve/sqlite.hpp>

namespace cart {

struct item_added {
  static constexpr std::string_view event_name = "cart.item-added";
  std::string sku;
  int quantity = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(sku), CEREAL_NVP(quantity)); }
};
using event = std::variant<item_added>;

struct state {
  int items = 0;
  friend void evolve(state& s, const item_added& e) { s.items += e.quantity; }
};

struct add_item {
  std::string sku;
  int quantity = 0;
  friend varve::decision<event> decide(const add_item& c, const state& s) {
    if (s.items + c.quantity > 10) return varve::reject("a cart holds ten items");
    return item_added{c.sku, c.quantity};
  }
};

struct products {  // a read model: its rows and its place in the log are one transaction
  using events = varve::events<item_added>;
  static constexpr std::string_view name = "products", key_name = "sku";
  static constexpr int version = 1;
  std::string_view key_of(const item_added& e) const { return e.sku; }
  int evolve(int in_carts, const item_added& e) const { return in_carts + e.quantity; }
  using row = int;
};

}  // namespace cart

int main() {
  varve::sqlite::event_store store{"shop.db"};
  auto carts = varve::commands_for<varve::decider<"cart", cart::state, cart::event>>(store);
  if (auto done = carts.handle("42", cart::add_item{"apple", 3}); !done) return 1;  // done.error().message

  varve::sqlite::database views{"views.db"};
  varve::projector{store, views, cart::products{}}.poll();  // SELECT * FROM products
}
// [/example]
