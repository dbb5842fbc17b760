// [test]
#include "cart.hpp"

#include <varve/testing.hpp>

#include <cstdio>

int main() {
  using namespace cart;
  using varve::testing::given;

  given<decider>().when(add_item{"apple", 3, 25}).then({item_added{"apple", 3, 25}});
  given<decider>({item_added{"apple", 3, 25}}).when(check_out{}).then({checked_out{75}});
  given<decider>({checked_out{75}}).when(add_item{"pear", 1, 40}).then_rejected("the cart is closed");
  given<decider>().when(check_out{}).then_rejected("the cart is empty");
  std::puts("the cart decides as it should");
}
// [/test]
