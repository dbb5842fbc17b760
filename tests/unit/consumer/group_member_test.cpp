#include "crew.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace varve {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Pair;
using testing::virtual_clock;

TEST(share_of, runners_covers_all_ranges_in_order_and_differs_by_one_at_most) {
  for (std::size_t runners = 1; runners <= 20; ++runners) {
    for (const std::size_t ranges : {1U, 2U, 8U, 16U, 1024U}) {
      std::size_t next = 0;
      for (std::size_t runner = 0; runner < runners; ++runner) {
        const auto [begin, end] = share_of(runner, runners, ranges);
        EXPECT_EQ(begin, next);
        EXPECT_GE(end - begin, ranges / runners);
        EXPECT_LE(end - begin, ranges / runners + 1);
        next = end;
      }
      EXPECT_EQ(next, ranges);
    }
  }
}

class group_member_test : public ::testing::Test {
 protected:
  static std::vector<std::int64_t> cut(std::int64_t parts) {
    std::vector<std::int64_t> firsts;
    for (std::int64_t i = 0; i < parts; ++i) firsts.push_back(i * 1024 / parts);
    return firsts;
  }

  crew four{cut(4)};
  crew one{cut(1)};
};

TEST_F(group_member_test, the_first_takes_a_seat_and_works_on_everything) {
  auto& ada = four.join();
  four.settle();
  EXPECT_THAT(ada.working, ElementsAre(0, 256, 512, 768));
  EXPECT_TRUE(four.leases.list("sales/seat/0")->front().is_of(ada.member.owner()));
  EXPECT_EQ(ada.member.working().size(), 4U);
}

TEST_F(group_member_test, a_second_is_given_the_later_half_within_two_thirds_of_a_term) {
  auto& ada = four.join();
  four.settle();
  auto& bob = four.join();
  four.pass(four.term * 2 / 3);
  EXPECT_THAT(ada.working, ElementsAre(0, 256));
  EXPECT_THAT(bob.working, ElementsAre(512, 768));
}

TEST_F(group_member_test, who_stays_takes_over_what_was_left_within_a_third_of_a_term) {
  auto& ada = four.join();
  auto& bob = four.join();
  four.pass(four.term);
  four.tell_to_stop(ada);
  four.settle();
  ASSERT_TRUE(crew::over(ada));
  EXPECT_TRUE(ada.working.empty());
  four.pass(four.term / 3);
  EXPECT_THAT(bob.working, ElementsAre(0, 256, 512, 768));
}

TEST_F(group_member_test, who_stays_takes_over_from_the_dead_within_a_term) {
  auto& ada = four.join();
  auto& bob = four.join();
  four.pass(four.term);
  ada.paused = true;
  ada.working.clear();
  four.pass(four.term);
  EXPECT_THAT(bob.working, ElementsAre(0, 256, 512, 768));
}

TEST_F(group_member_test, of_one_range_the_first_works_and_the_others_stand_by) {
  auto& ada = one.join();
  one.settle();
  auto& bob = one.join();
  auto& eve = one.join();
  one.pass(one.term * 5);
  EXPECT_THAT(ada.working, ElementsAre(0));
  EXPECT_TRUE(bob.working.empty() && eve.working.empty());
  EXPECT_EQ(std::ranges::count(ada.did, "work 0"), 1);
}

TEST_F(group_member_test, one_that_comes_later_takes_no_seat_before_those_who_work) {
  auto& ada = one.join();
  one.settle();
  auto& bob = one.join();
  one.pass(one.term);
  one.tell_to_stop(ada);
  one.pass(one.term);
  auto& eve = one.join();  // sits on ada's seat
  one.pass(one.term * 3);
  EXPECT_THAT(bob.working, ElementsAre(0));
  EXPECT_TRUE(eve.working.empty());
  EXPECT_EQ(one.leases.list("sales/seat/0")->front().owner, eve.member.owner());
}

TEST_F(group_member_test, renews_three_times_in_a_term_all_at_once) {
  auto& ada = four.join();
  four.settle();
  ada.did.clear();
  four.pass(four.term);
  EXPECT_THAT(ada.did, ElementsAre("renew", "renew", "renew"));
}

TEST_F(group_member_test, work_ends_before_its_lease_is_released) {
  auto& ada = four.join();
  four.settle();
  four.ends_at_once = false;
  auto& bob = four.join();
  four.pass(four.term * 3);
  EXPECT_THAT(ada.resting, ElementsAre(512, 768));
  EXPECT_TRUE(bob.working.empty());  // though it is long its share
  four.end(ada, 512);
  four.pass(four.term / 3);
  EXPECT_THAT(bob.working, ElementsAre(512));
  EXPECT_FALSE(four.released_while_working);
}

TEST_F(group_member_test, told_to_stop_it_ends_its_work_gives_everything_up_and_is_done) {
  auto& ada = four.join();
  four.settle();
  four.ends_at_once = false;
  four.tell_to_stop(ada);
  four.pass(four.term * 2);
  EXPECT_EQ(ada.resting.size(), 4U);
  EXPECT_FALSE(crew::over(ada));
  EXPECT_TRUE(four.leases.list("sales/0")->front().in_force());  // as long as work goes on
  for (const auto slice : {0, 256, 512, 768}) four.end(ada, slice);
  four.settle();
  ASSERT_TRUE(crew::over(ada));
  EXPECT_FALSE(std::get<group_member::done>(ada.next).why);
  for (const auto& each : four.leases.list("").value()) EXPECT_FALSE(each.in_force()) << each.name;
  EXPECT_FALSE(four.released_while_working);
}

TEST_F(group_member_test, ends_the_work_whose_lease_it_lost_and_asks_for_it_only_afterwards) {
  auto& ada = one.join();
  one.settle();
  one.ends_at_once = false;
  ada.paused = true;
  one.time.advance(one.term);
  const auto taken = one.leases.acquire("sales/0", "bob", one.term).value();
  ASSERT_TRUE(taken.is_of("bob"));
  ada.paused = false;
  ada.did.clear();
  one.settle();
  EXPECT_THAT(ada.resting, ElementsAre(0));
  one.leases.release({&taken, 1}).value();
  one.pass(one.term);
  EXPECT_EQ(std::ranges::count(ada.did, "acquire sales/0"), 0);
  one.end(ada, 0);
  one.settle();
  EXPECT_THAT(ada.working, ElementsAre(0));
}

TEST_F(group_member_test, begins_again_what_was_fenced_only_after_it_renewed_the_lease) {
  auto& ada = one.join();
  one.settle();
  ada.did.clear();
  one.end(ada, 0, error{errc::fenced, "overtaken"});
  one.settle();
  EXPECT_TRUE(ada.did.empty());  // backs off first
  one.pass(100ms);
  EXPECT_THAT(ada.did, ElementsAre("renew", "work 0"));
}

TEST_F(group_member_test, does_not_begin_again_what_was_fenced_when_another_holds_the_lease) {
  auto& ada = one.join();
  one.settle();
  ada.paused = true;
  one.time.advance(one.term);
  ASSERT_TRUE(one.leases.acquire("sales/0", "bob", one.term)->is_of("bob"));
  ada.paused = false;
  ada.did.clear();
  one.end(ada, 0, error{errc::fenced, "overtaken"});
  one.pass(one.term / 2);
  EXPECT_EQ(std::ranges::count(ada.did, "work 0"), 0);
  one.pass(one.term / 2);  // bob is dead
  EXPECT_EQ(std::ranges::count(ada.did, "work 0"), 1);
}

TEST_F(group_member_test, leaves_with_what_no_retry_mends) {
  auto& ada = four.join();
  four.settle();
  four.end(ada, 256, error{errc::handler_threw, "no"});
  four.settle();
  ASSERT_TRUE(crew::over(ada));
  EXPECT_EQ(std::get<group_member::done>(ada.next).why->code, errc::handler_threw);
  EXPECT_TRUE(ada.working.empty());
  for (const auto& each : four.leases.list("").value()) EXPECT_FALSE(each.in_force()) << each.name;
}

TEST_F(group_member_test, takes_nothing_for_granted_longer_than_since_before_it_asked) {
  auto& ada = one.join();
  one.fails = [&](const char* step) -> std::optional<error> {
    if (step == std::string{"renew"}) one.time.advance(1s);  // a slow database
    return std::nullopt;
  };
  one.settle();
  one.pass(one.term / 3);
  EXPECT_EQ(ada.member.safe_until(), one.time.steady() - 1s + one.term);
}

TEST_F(group_member_test, ends_everything_when_it_could_not_renew_for_a_whole_term) {
  auto& ada = four.join();
  four.settle();
  const instant safe = ada.member.safe_until();
  four.fails = [](const char*) { return error{errc::unavailable, "gone"}; };
  four.pass(four.term - 1s);
  EXPECT_EQ(ada.working.size(), 4U);
  EXPECT_EQ(ada.member.trouble()->message, "gone");
  four.pass(1s);
  EXPECT_TRUE(ada.working.empty());
  EXPECT_LE(four.time.steady(), safe + 1s);
  four.fails = [](const char*) { return std::nullopt; };
  four.pass(1s);
  EXPECT_EQ(ada.working.size(), 4U);
  EXPECT_FALSE(ada.member.trouble());
}

TEST_F(group_member_test, learns_of_a_finer_cut_at_its_next_round) {
  auto& ada = one.join();
  one.settle();
  one.ranges = cut(4);
  one.pass(one.term / 3);
  EXPECT_EQ(ada.working.size(), 4U);
}

TEST_F(group_member_test, asks_again_for_what_it_was_given_though_the_answer_was_lost) {
  int asked = 0;
  auto& ada = one.join();
  one.fails = [&](const char* step) -> std::optional<error> {
    if (step != std::string{"acquire"} || ++asked > 2) return std::nullopt;
    (void)one.leases.acquire(asked == 1 ? "sales/seat/0" : "sales/0", ada.member.owner(), one.term);
    return error{errc::unavailable, "the answer was lost"};
  };
  one.pass(1s);
  EXPECT_THAT(ada.working, ElementsAre(0));
  EXPECT_EQ(one.leases.list("sales/0")->front().version, 1);
}

class group_failure_test : public group_member_test, public ::testing::WithParamInterface<const char*> {};

TEST_P(group_failure_test, is_tried_again_soon_when_it_may_pass) {
  int failures = 0;
  auto& ada = four.join();
  auto& bob = four.join();
  four.fails = [&](const char* step) -> std::optional<error> {
    if (step != std::string{GetParam()} || ++failures % 2 == 0) return std::nullopt;
    return error{errc::unavailable, "locked"};
  };
  four.pass(four.term * 3);
  EXPECT_GT(failures, 0);
  EXPECT_THAT(four.coverage(), Each(Pair(::testing::_, 1)));
  EXPECT_EQ(ada.working.size(), 2U);
  EXPECT_EQ(bob.working.size(), 2U);
  EXPECT_FALSE(four.released_while_working);
}

TEST_P(group_failure_test, ends_it_when_no_retry_mends_it) {
  auto& ada = four.join();
  four.settle();
  auto& bob = four.join();
  four.fails = [&](const char* step) -> std::optional<error> {
    if (step != std::string{GetParam()}) return std::nullopt;
    return error{errc::unsupported, "a newer format"};
  };
  four.pass(four.term * 3);
  for (auto* each : {&ada, &bob}) {
    if (!crew::over(*each)) continue;
    EXPECT_EQ(std::get<group_member::done>(each->next).why->code, errc::unsupported);
    EXPECT_TRUE(each->working.empty());
  }
  EXPECT_TRUE(crew::over(ada) || crew::over(bob));
}

INSTANTIATE_TEST_SUITE_P(every_step, group_failure_test,
                         ::testing::Values("renew", "look", "list", "acquire", "release"),
                         [](const auto& tested) { return std::string{tested.param}; });

/// Runners that come, leave, die and are paused at random.
class group_simulation : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(group_simulation, never_has_two_on_a_range_and_ends_with_one_on_each) {
  testing::seeded_random draw{GetParam()};
  std::vector<std::int64_t> cut;
  for (std::int64_t i = 0; i < 8; ++i) cut.push_back(i * 128);
  crew all{cut};
  const auto never_two = [&] { EXPECT_THAT(all.coverage(), Each(Pair(::testing::_, ::testing::Le(1)))); };
  all.after_step = never_two;
  all.fails = [&](const char*) -> std::optional<error> {
    if (draw.below(20) > 0) return std::nullopt;
    return error{errc::unavailable, "now and then"};
  };
  for (int act = 0; act < 60; ++act) {
    const auto alive = std::erase_if(all.runners, [](const auto& each) { return crew::over(*each); });
    (void)alive;
    const auto what = draw.below(4);
    if (all.runners.size() < 2 || (what == 0 && all.runners.size() < 6)) {
      all.join();
    } else if (what == 1) {
      all.tell_to_stop(*all.runners[draw.below(all.runners.size())]);
    } else if (what == 2) {  // dies, and its work with it
      const auto who = all.runners.begin() + static_cast<std::ptrdiff_t>(draw.below(all.runners.size()));
      all.runners.erase(who);
    }
    all.pass(std::chrono::milliseconds{draw.below(6'000)});
  }
  all.fails = [](const char*) { return std::nullopt; };
  all.pass(all.term * 3);
  std::erase_if(all.runners, [](const auto& each) { return crew::over(*each); });
  if (all.runners.empty()) all.join();
  all.pass(all.term * 2);
  EXPECT_THAT(all.coverage(), Each(Pair(::testing::_, 1)));
  for (const auto& each : all.runners) {
    EXPECT_GE(each->working.size(), 8 / all.runners.size());
    EXPECT_LE(each->working.size(), 8 / all.runners.size() + 1);
  }
  EXPECT_FALSE(all.released_while_working);
}

INSTANTIATE_TEST_SUITE_P(seeds, group_simulation, ::testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace varve
