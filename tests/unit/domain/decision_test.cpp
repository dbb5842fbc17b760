#include "cart.hpp"

#include <gtest/gtest.h>

namespace {

using decision = varve::decision<cart::event>;

TEST(decision, is_made_from_one_event) {
  const decision made = cart::item_added{"apple", 3};
  ASSERT_EQ(made.events().size(), 1U);
  EXPECT_EQ(std::get<cart::item_added>(made.events()[0]).quantity, 3);
  EXPECT_EQ(made.refusal(), nullptr);
}

TEST(decision, is_made_from_several_events_in_their_order) {
  const decision made = varve::accept(cart::item_added{"apple", 3}, cart::checked_out{3});
  ASSERT_EQ(made.events().size(), 2U);
  EXPECT_EQ(made.events()[0].index(), 0U);
  EXPECT_EQ(made.events()[1].index(), 1U);
}

TEST(decision, is_made_from_a_vector_of_events) {
  const decision made =
      std::vector<cart::event>{cart::checked_out{}, cart::checked_out{}, cart::item_added{}};
  EXPECT_EQ(made.events().size(), 3U);
}

TEST(decision, of_nothing_has_no_events_and_is_no_refusal) {
  const decision made = varve::nothing;
  EXPECT_TRUE(made.events().empty());
  EXPECT_EQ(made.refusal(), nullptr);
}

TEST(decision, of_a_rejection_has_its_reason_and_no_events) {
  const decision made = varve::reject("cart is closed");
  ASSERT_NE(made.refusal(), nullptr);
  EXPECT_EQ(made.refusal()->reason, "cart is closed");
  EXPECT_TRUE(made.events().empty());
}

TEST(decision, over_a_family_holds_its_current_events) {
  const varve::decision<cart::family> made = cart::event{cart::checked_out{7}};
  static_assert(std::is_same_v<decltype(made)::event, cart::event>);
  EXPECT_EQ(made.events().size(), 1U);
}

}  // namespace
