// [report]
#include <varve/sqlite.hpp>

#include "products.hpp"

#include <cstdio>
#include <string>

// report [rebuild]
int main(int argc, char**) {
  varve::sqlite::event_store store{"shop.db"};
  varve::sqlite::database views{"views.db"};
  varve::projector sales{store, views, products{}};

  if (argc > 1) sales.rebuild();
  if (const auto done = sales.try_poll(); !done) {
    std::printf("%s\n", done.error().message.c_str());
    return 1;
  }
  views.read([](varve::sqlite::transaction& tx) {
    for (auto [sku, quantity, cents] :
         tx.query<std::string, int, double>("SELECT sku, quantity, cents FROM products ORDER BY sku"))
      std::printf("%-6s %3d %6.2f\n", sku.c_str(), quantity, cents / 100);
  });
}
// [/report]
