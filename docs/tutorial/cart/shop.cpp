// [shop]
#include <varve/sqlite.hpp>

#include "cart.hpp"

#include <cstdio>
#include <string>
#include <vector>

// shop add CART SKU QUANTITY CENTS
// shop check-out CART
int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 2 && words.size() != 5) return 2;

  varve::sqlite::event_store store{"shop.db"};
  auto carts = varve::commands_for<cart::decider>(store, {.attempts = 3});

  const auto& id = words[1];
  const auto done =
      words.size() == 5
          ? carts.handle(id, cart::add_item{words[2], std::stoi(words[3]), std::stoll(words[4])})
          : carts.handle(id, cart::check_out{});
  if (!done) {
    std::printf("refused: %s\n", done.error().message.c_str());
    return 1;
  }
  const auto now = carts.state_of(id).value();
  std::printf("cart %s: %lld cents%s\n", id.c_str(), static_cast<long long>(now.state.cents),
              now.state.closed ? ", closed" : "");
}
// [/shop]
