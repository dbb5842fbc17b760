// must say: no member named
#include <varve/testing/given.hpp>

#include "shop.hpp"

namespace then_without_when {

void use() {
#ifdef FAULT
  varve::testing::given<shop::decider>({shop::opened{}}).then({shop::sold{}});
#else
  varve::testing::given<shop::decider>({shop::opened{}}).when(shop::sell{}).then({shop::sold{}});
#endif
}

}  // namespace then_without_when
