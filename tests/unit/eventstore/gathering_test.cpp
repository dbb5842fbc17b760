#include "engine/gathering.hpp"

#include <gtest/gtest.h>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;

TEST(gathering, expects_those_that_were_answered_and_those_that_were_waiting) {
  gathering policy{300us};
  policy.finished(8, 8, 1ms);
  EXPECT_EQ(policy.expected(), 16U);
  EXPECT_TRUE(policy.wanted(8));
  EXPECT_FALSE(policy.wanted(16));
}

TEST(gathering, does_not_wait_after_a_lone_append) {
  gathering policy{300us};
  policy.finished(1, 0, 1ms);
  EXPECT_FALSE(policy.wanted(0));
}

TEST(gathering, waits_no_longer_than_half_of_the_commit_that_it_may_save) {
  gathering policy{300us};
  policy.finished(2, 0, 400us);
  EXPECT_EQ(policy.limit(), 200us);
  policy.finished(2, 0, 10ms);
  EXPECT_EQ(policy.limit(), 300us);
}

TEST(gathering, does_not_wait_for_the_sake_of_a_quick_commit) {
  gathering policy{300us};
  policy.finished(8, 8, 100us);
  EXPECT_FALSE(policy.wanted(8));
}

TEST(gathering, becomes_rarer_when_it_is_in_vain) {
  gathering policy{300us};
  policy.finished(2, 0, 1ms);
  const auto tries_of = [&](int groups) {
    int tries = 0;
    for (int i = 0; i < groups; ++i) {
      if (!policy.wanted(0)) continue;
      ++tries;
      policy.ended(0, 0);
    }
    return tries;
  };
  EXPECT_EQ(tries_of(1), 1);
  EXPECT_EQ(tries_of(2), 1);
  EXPECT_EQ(tries_of(4), 1);
  EXPECT_EQ(tries_of(1000), 17) << "in the end one group in 64";
}

TEST(gathering, is_tried_each_time_again_once_half_of_those_expected_have_come) {
  gathering policy{300us};
  policy.finished(2, 0, 1ms);
  ASSERT_TRUE(policy.wanted(0));
  policy.ended(0, 0);
  ASSERT_FALSE(policy.wanted(0));
  ASSERT_TRUE(policy.wanted(0));
  policy.ended(0, 1);
  EXPECT_TRUE(policy.wanted(1));
}

TEST(gathering, expects_nobody_after_everybody_has_left) {
  gathering policy{300us};
  policy.finished(8, 8, 1ms);
  policy.forget();
  EXPECT_FALSE(policy.wanted(0));
}

}  // namespace
}  // namespace varve::engine
