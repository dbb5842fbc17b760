// must say: varve: the keyed view's create takes the transaction of another database than the one it is kept
// in
#include "shop_views.hpp"

namespace view_that_creates_elsewhere {

struct transaction_of_another {};

struct view : shop::totals {
#ifdef FAULT
  void create(transaction_of_another&) {}
#else
  void create(shop::transaction& tx) { tx.exec("CREATE INDEX {totals_by_sales} ON {totals}(sales)"); }
#endif
};

[[maybe_unused]] const auto use = &shop::project<view>;

}  // namespace view_that_creates_elsewhere
