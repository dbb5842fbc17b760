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

  if (argc > 1)
    sales.rebuild();  // a new table beside the live one, then switch
  else
    sales.poll();  // what is new in the log

  views.read([](varve::sqlite::transaction& tx) {
    for (auto [sku, quantity] :
         tx.query<std::string, int>("SELECT sku, quantity FROM products ORDER BY quantity DESC"))
      std::printf("%-8s %4d\n", sku.c_str(), quantity);
  });
}
// [/report]
