#include "generations_fixture.hpp"

namespace varve::shop {
namespace {

TEST_F(generations_test, rolling_back_catches_the_previous_generation_up_first) {
  trade(10);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector sales{log(), db, how, revenue_2{}};
  sales.rebuild();
  trade(10, 2);
  sales.poll();
  EXPECT_EQ(total(), 2 * expected_total());
  old.roll_back();
  EXPECT_EQ(total(), expected_total());
  EXPECT_EQ(known("revenue").live, 1);
  EXPECT_EQ(known("revenue").previous, 2);
  trade(5, 3);
  old.poll();
  EXPECT_EQ(total(), expected_total());
  sales.roll_back();
  EXPECT_EQ(total(), 2 * expected_total());
}

TEST_F(generations_test, rolling_back_is_refused_when_only_other_code_could_catch_up) {
  trade(10);
  projector{log(), db, how, revenue{}}.poll();
  projector sales{log(), db, how, revenue_2{}};
  sales.rebuild();
  trade(1, 2);
  sales.poll();
  EXPECT_EQ(error_of([&] { sales.roll_back(); }).code, errc::unsupported);
  EXPECT_EQ(known("revenue").live, 2);
  projector{log(), db, how, revenue{}}.poll();
  sales.roll_back();
  EXPECT_EQ(total(), expected_total()) << "its own code has caught it up in the meantime";
}

TEST_F(generations_test, rolling_back_without_a_previous_generation_is_refused) {
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  EXPECT_EQ(error_of([&] { sales.roll_back(); }).code, errc::not_found);
}

TEST_F(generations_test, rolling_back_a_rebuild_by_the_same_code_swaps_the_two) {
  trade(10);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  sales.rebuild();
  trade(10, 2);
  sales.poll();
  sales.roll_back();
  EXPECT_EQ(known("revenue").live, 1);
  EXPECT_EQ(seen().revenue, views.revenue);
  trade(3, 3);
  sales.poll();
  EXPECT_EQ(seen().revenue, views.revenue);
}

}  // namespace
}  // namespace varve::shop
