// The code of test-your-domain.md: regions between // [name] and // [/name] stand there word for word.

#include <varve/eventstore.hpp>
#include <varve/projections.hpp>
#include <varve/sqlite.hpp>
#include <varve/testing.hpp>

#include "cart.hpp"
#include "products.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace {

using cart::add_item;
using cart::check_out;
using cart::checked_out;
using cart::item_added;

// [given]
using varve::testing::given;

TEST(a_cart, is_checked_out_with_the_sum_of_its_items) {
  given<cart::decider>({item_added{"apple", 3, 25}, item_added{"pear", 1, 40}})
      .when(check_out{})
      .then({checked_out{115}});
}

TEST(a_cart, takes_nothing_once_it_is_closed) {
  given<cart::decider>({checked_out{115}}).when(add_item{"plum", 1, 30}).then_rejected("the cart is closed");
}

TEST(a_cart, may_be_checked_out_twice) {
  given<cart::decider>({checked_out{115}}).when(check_out{}).then_nothing();
}
// [/given]

// [generated]
TEST(a_cart, is_never_worth_less_than_nothing_whatever_is_asked_of_it) {
  varve::testing::seeded_random random{7};
  cart::state s;
  for (int i = 0; i < 10'000; ++i) {
    const add_item command{"apple", static_cast<int>(random.below(9)) - 4,
                           static_cast<std::int64_t>(random.below(100))};
    const auto decided = decide(command, s);
    for (const auto& event : decided.events()) std::visit([&](const auto& e) { evolve(s, e); }, event);
    ASSERT_GE(s.cents, 0);
  }
}
// [/generated]

// [handled]
TEST(a_cart, is_dated_by_when_it_happened) {
  varve::testing::virtual_clock time;
  varve::memory_store store{{.env = {.clock = &time}}};
  auto carts = varve::commands_for<cart::decider>(store, {}, {.environment = {.clock = &time}});
  const auto yesterday = time.now() - std::chrono::hours{24};

  ASSERT_TRUE(carts.handle("42", add_item{"apple", 3, 25}, {.occurred_at = yesterday}));
  time.advance(std::chrono::hours{1});
  ASSERT_TRUE(carts.handle("42", check_out{}));

  using varve::as_of;
  EXPECT_FALSE(carts.state_of("42", as_of::until_occurred(yesterday))->state.closed);
  EXPECT_TRUE(carts.state_of("42", as_of::until_recorded(time.now()))->state.closed);
}
// [/handled]

std::filesystem::path folder_of_this_test() {
  std::string made = (std::filesystem::temp_directory_path() / "cart-XXXXXX").string();
  return ::mkdtemp(made.data());
}

// [projected]
TEST(products, count_what_was_put_into_carts) {
  varve::memory_store store;
  auto carts = varve::commands_for<cart::decider>(store);
  ASSERT_TRUE(carts.handle("42", add_item{"apple", 3, 25}));
  ASSERT_TRUE(carts.handle("43", add_item{"apple", 2, 25}));

  const auto folder = folder_of_this_test();
  varve::sqlite::database views{folder / "views.db"};
  varve::projector{store, views, products{}}.poll();

  const auto apples = views.read([](varve::sqlite::transaction& tx) {
    return tx.query_one<int>("SELECT quantity FROM products WHERE sku = 'apple'");
  });
  EXPECT_EQ(apples, 5);
  std::filesystem::remove_all(folder);
}
// [/projected]

// [observed]
TEST(products, say_what_they_do) {
  varve::testing::recording_log lines;
  varve::testing::recording_metrics metrics;
  varve::memory_store store;
  const auto folder = folder_of_this_test();
  varve::sqlite::database views{folder / "views.db"};
  varve::projector sales{store, views, {.env = {.log = &lines, .metrics = &metrics}}, products{}};

  ASSERT_TRUE(varve::commands_for<cart::decider>(store).handle("42", add_item{"apple", 3, 25}));
  sales.poll();

  EXPECT_EQ(lines.count("caught up at position 1"), 1U);
  EXPECT_EQ(metrics.sum("varve.projection.events"), 1);
  std::filesystem::remove_all(folder);
}
// [/observed]

}  // namespace
