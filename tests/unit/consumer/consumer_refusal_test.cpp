#include "consumer_fixture.hpp"

namespace varve {
namespace {

TEST_F(consumer_test, saves_what_stands_before_a_refused_event_then_fails) {
  follows_from(10);
  reads(5, 30, false);
  EXPECT_EQ(is(sales.on_refuse({{errc::handler_threw, "no"}, position{21}, true})), "look up 20");
  EXPECT_EQ(is(sales.on_look_up(event(20))), "save 10 to 20");
  EXPECT_EQ(saves(), "failed: handler_threw");
  EXPECT_EQ(sales.saved().position, position{20});
}

TEST_F(consumer_test, fails_at_once_when_the_refused_event_is_the_next_one) {
  follows_from(10);
  reads(5, 30, false);
  EXPECT_EQ(is(sales.on_refuse({{errc::handler_threw, "no"}, position{11}, true})), "failed: handler_threw");
}

TEST_F(consumer_test, tries_a_refused_event_again_when_the_reason_may_pass) {
  follows_from(10);
  reads(5, 30, false);
  is(sales.on_refuse({{errc::unavailable, "later"}, position{21}, true}));
  is(sales.on_look_up(event(20)));
  EXPECT_EQ(saves(), "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

TEST_F(consumer_test, delivers_again_up_to_a_refused_event_when_its_effects_were_rolled_back) {
  follows_from(10, goal::head);
  reads(5, 30, false);
  delivers(false);
  reads(5, 60, false);
  EXPECT_EQ(is(sales.on_refuse({{errc::undecodable, "no"}, position{41}})), "take over");
  takes_over(10, 2);
  compares();
  EXPECT_EQ(reads(5, 30, false), "deliver 41");
  EXPECT_EQ(delivers(false), "read behind 30");
  EXPECT_EQ(reads(5, 60, false), "deliver 41");
  EXPECT_EQ(delivers(false), "look up 40");
  EXPECT_EQ(is(sales.on_look_up(event(40))), "save 10 to 40");
  EXPECT_EQ(saves(), "failed: undecodable");
}

TEST_F(consumer_test, forgets_a_refused_event_that_another_runner_got_past) {
  follows_from(10);
  reads(5, 60, false);
  is(sales.on_refuse({{errc::undecodable, "no"}, position{41}}));
  takes_over(50, 4);
  compares();
  EXPECT_EQ(reads(5, 60, false), "deliver all");
}

TEST_F(consumer_test, a_new_run_tries_the_refused_event_again) {
  follows_from(10);
  reads(5, 30, false);
  is(sales.on_refuse({{errc::undecodable, "no"}, position{11}, true}));
  follows_from(10);
  EXPECT_EQ(reads(5, 30, false), "deliver all");
}

}  // namespace
}  // namespace varve
