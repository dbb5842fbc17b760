// must say: varve: the text would be gone: take a std::string
#include "shop_views.hpp"

namespace text_that_would_be_gone {

#ifdef FAULT
using text = std::string_view;
#else
using text = std::string;
#endif

void use(shop::transaction& tx) {
  (void)tx.query_one<text>("SELECT 'a'");
}

}  // namespace text_that_would_be_gone
