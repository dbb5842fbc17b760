#include <varve/core/fold.hpp>

#include "cart.hpp"
#include "stored_events.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace {

using std::chrono::hours;

varve::timestamp at(int hour) {
  return varve::timestamp{hours{hour}};
}

cart::state folded(const stored_events& events, const varve::as_of& limit = {}) {
  cart::state out;
  varve::fold<cart::decider>(events.views(), out, limit).value();
  return out;
}

/// Event times 1, 4, 2, 9 in the order of recording 5, 6, 7, 8.
stored_events four() {
  return std::move(stored_events{}
                       .add(cart::item_added{"a", 1})
                       .at(at(1), at(5))
                       .add(cart::item_added{"b", 10})
                       .at(at(4), at(6))
                       .add(cart::item_added{"c", 100})
                       .at(at(2), at(7))
                       .add(cart::checked_out{})
                       .at(at(9), at(8)));
}

TEST(fold, to_the_end_takes_every_event_in_order) {
  EXPECT_EQ(folded(four()).items, 111);
  EXPECT_TRUE(folded(four()).closed);
}

TEST(fold, of_no_events_is_the_empty_state) {
  EXPECT_EQ(folded(stored_events{}).items, 0);
}

TEST(fold, to_a_revision_includes_it_and_nothing_after_it) {
  EXPECT_EQ(folded(four(), varve::as_of::revision(varve::revision{0})).items, 1);
  EXPECT_EQ(folded(four(), varve::as_of::revision(varve::revision{2})).items, 111);
  EXPECT_FALSE(folded(four(), varve::as_of::revision(varve::revision{2})).closed);
  EXPECT_TRUE(folded(four(), varve::as_of::revision(varve::revision{99})).closed);
}

TEST(fold, until_occurred_leaves_out_what_happened_later_wherever_it_stands) {
  EXPECT_EQ(folded(four(), varve::as_of::until_occurred(at(3))).items, 101);
  EXPECT_EQ(folded(four(), varve::as_of::until_occurred(at(4))).items, 111);
  EXPECT_EQ(folded(four(), varve::as_of::until_occurred(at(0))).items, 0);
}

TEST(fold, until_recorded_is_a_prefix_with_the_moment_included) {
  EXPECT_EQ(folded(four(), varve::as_of::until_recorded(at(6))).items, 11);
  EXPECT_FALSE(folded(four(), varve::as_of::until_recorded(at(7))).closed);
  EXPECT_TRUE(folded(four(), varve::as_of::until_recorded(at(8))).closed);
}

TEST(fold, goes_on_over_several_ranges) {
  cart::state state;
  varve::fold<cart::decider>(four().views(), state).value();
  varve::fold<cart::decider>(four().views(), state).value();
  EXPECT_EQ(state.items, 222);
}

TEST(fold, upcasts_retired_shapes) {
  EXPECT_EQ(folded(stored_events{}.add(cart::bundle_bought{"a", "b"})).items, 6);
}

TEST(fold, stops_with_an_error_at_an_event_it_does_not_know) {
  cart::state state;
  const auto answer = varve::fold<cart::decider>(
      stored_events{}.add("cart.future", "{}").add(cart::checked_out{}).views(), state);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, varve::errc::unknown_event);
  EXPECT_FALSE(state.closed);
}

struct counted {};
struct move_only_state {
  std::unique_ptr<int> count = std::make_unique<int>(0);
};
move_only_state evolve(move_only_state s, const counted&) {
  ++*s.count;
  return s;
}

TEST(evolve_state, takes_a_state_that_cannot_be_copied) {
  move_only_state state;
  varve::evolve_state(state, counted{});
  varve::evolve_state(state, counted{});
  EXPECT_EQ(*state.count, 2);
}

}  // namespace
