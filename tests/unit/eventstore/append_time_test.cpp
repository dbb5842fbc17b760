#include <varve/eventstore/engine/append_time.hpp>
#include <varve/testing/recording_log.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <gtest/gtest.h>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;

struct append_time_test : ::testing::Test {
  testing::virtual_clock time;
  testing::recording_log log;
  append_time times{{.clock = &time, .log = &log}};
};

TEST_F(append_time_test, is_now_while_the_clock_goes_on) {
  const timestamp last = times.next(timestamp::min());
  EXPECT_EQ(last, time.now());
  time.advance(1s);
  EXPECT_EQ(times.next(last), last + 1s);
  EXPECT_TRUE(log.lines().empty());
}

TEST_F(append_time_test, stands_still_while_the_clock_is_behind) {
  const timestamp last = time.now();
  time.jump(-1h);
  EXPECT_EQ(times.next(last), last);
}

TEST_F(append_time_test, says_once_that_the_clock_has_jumped_back) {
  const timestamp last = time.now();
  time.jump(-1h);
  static_cast<void>(times.next(last));
  static_cast<void>(times.next(last));
  EXPECT_EQ(log.count("3600000 ms behind"), 1U);
  time.jump(2h);
  static_cast<void>(times.next(last));
  time.jump(-2h);
  static_cast<void>(times.next(last));
  EXPECT_EQ(log.lines().size(), 2U);
}

}  // namespace
}  // namespace varve::engine
