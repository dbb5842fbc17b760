#include "consumer_fixture.hpp"

namespace varve {
namespace {

TEST_F(consumer_test, a_poll_that_is_overtaken_ends_fenced) {
  follows_from(0, goal::head);
  reads(1, 100, true);
  delivers();
  EXPECT_EQ(is(sales.on_save(fenced({"sales"}))), "failed: fenced");
}

TEST_F(consumer_test, a_poll_that_was_overtaken_since_the_last_one_takes_over_again) {
  follows_from(0, goal::head);
  reads(1, 100, true);
  delivers();
  saves();
  starts(goal::head);
  reads(1, 101, true, 101);
  delivers();
  EXPECT_EQ(is(sales.on_save(fenced({"sales"}))), "take over");
}

TEST_F(consumer_test, a_run_that_is_overtaken_begins_again_from_the_checkpoint_after_a_back_off) {
  follows_from(0);
  reads(1, 100, true);
  delivers();
  EXPECT_EQ(is(sales.on_save(fenced({"sales"}))), "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

TEST_F(consumer_test, backs_off_twice_as_long_each_time_up_to_the_longest) {
  std::chrono::nanoseconds expected = how.first_back_off;
  starts(goal::stop);
  for (int i = 0; i < 12; ++i) {
    is(sales.on_take_over(error{errc::unavailable, "locked"}));
    EXPECT_EQ(std::get<consumer::back_off>(step).until - time.time, expected);
    expected = std::min(expected * 2, how.longest_back_off);
    is(sales.on_back_off());
  }
  EXPECT_EQ(expected, how.longest_back_off);
}

TEST_F(consumer_test, backs_off_shortly_again_once_it_has_worked_for_longer_than_the_longest) {
  starts(goal::stop);
  is(sales.on_take_over(error{errc::unavailable, "locked"}));
  is(sales.on_back_off());
  time.time += how.longest_back_off + 1ns;
  takes_over(0);
  compares();
  reads(1, 100, true);
  delivers();
  saves();
  is(sales.on_wait());
  is(sales.on_read(error{errc::unavailable, "locked"}));
  EXPECT_EQ(std::get<consumer::back_off>(step).until - time.time, how.first_back_off);
}

/// Brings a consumer to the step of that name and fails it there.
class consumer_failure_test : public consumer_test, public testing::WithParamInterface<std::string> {
 protected:
  const std::string& fails(goal what, const error& why) {
    starts(what);
    if (GetParam() == "take_over") return is(sales.on_take_over(why));
    takes_over(10);
    if (GetParam() == "compare") return is(sales.on_compare(why));
    compares();
    if (GetParam() == "read") return is(sales.on_read(why));
    reads(5, 30, false);
    if (GetParam() == "deliver") return is(sales.on_deliver(why));
    if (GetParam() == "refuse") return is(sales.on_refuse({why, position{11}, true}));
    if (GetParam() == "look_up") {
      is(sales.on_refuse({why, position{21}, true}));
      return is(sales.on_look_up(why));
    }
    delivers(true);
    return is(sales.on_save(why));
  }
};

TEST_P(consumer_failure_test, ends_a_poll_with_what_happened_and_to_whom) {
  fails(goal::head, {errc::unavailable, "locked"});
  ASSERT_EQ(shown, "failed: unavailable");
  EXPECT_EQ(std::get<consumer::done>(step).why->message, "`sales`: locked");
}

TEST_P(consumer_failure_test, is_tried_again_from_the_checkpoint_by_a_run_when_it_may_pass) {
  fails(goal::stop, {errc::unavailable, "locked"});
  ASSERT_EQ(shown, "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

TEST_P(consumer_failure_test, ends_a_run_when_no_retry_mends_it) {
  fails(goal::stop, {errc::corrupt, "flipped bit"});
  EXPECT_EQ(shown, "failed: corrupt");
}

TEST_P(consumer_failure_test, leads_the_next_poll_to_take_over_again) {
  fails(goal::head, {errc::unavailable, "locked"});
  EXPECT_EQ(starts(goal::head), "take over");
}

std::string name_of(const testing::TestParamInfo<std::string>& tested) {
  return tested.param;
}

INSTANTIATE_TEST_SUITE_P(every_step, consumer_failure_test,
                         testing::Values("take_over", "compare", "read", "deliver", "refuse", "look_up",
                                         "save"),
                         name_of);

}  // namespace
}  // namespace varve
