#include "output/progress.hpp"

#include <varve/testing/virtual_clock.hpp>

#include "file_pipe.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace varve::cli {
namespace {

using namespace std::chrono_literals;

/// What is told of a hundred steps, of which each takes a second.
class progress_test : public ::testing::Test {
 protected:
  [[nodiscard]] std::string told(const terminal& screen, bool json, std::int64_t steps, bool finish = true) {
    const console to{out_, {}, pipe_.write_end(), screen, interrupted_};
    {
      progress bar{"verify", json, to, clock_};
      for (std::int64_t done = 1; done <= steps; ++done) {
        clock_.advance(1s);
        bar.update(done, 100);
      }
      if (finish) bar.finish();
    }
    pipe_.close_write();
    return pipe_.read_all();
  }

  interruption interrupted_;
  file_pipe pipe_;
  line_writer out_{pipe_.write_end()};
  testing::virtual_clock clock_;
};

TEST_F(progress_test, is_a_line_for_each_tenth_where_nobody_looks) {
  EXPECT_EQ(told({}, false, 100),
            "verify: 10 %\nverify: 20 %\nverify: 30 %\nverify: 40 %\nverify: 50 %\n"
            "verify: 60 %\nverify: 70 %\nverify: 80 %\nverify: 90 %\nverify: 100 %\n");
}

TEST_F(progress_test, is_json_for_a_command_that_was_asked_for_it_also_on_a_terminal) {
  EXPECT_EQ(told({.interactive = true}, true, 20),
            "{\"progress\":\"verify\",\"done\":10,\"of\":100,\"percent\":10}\n"
            "{\"progress\":\"verify\",\"done\":20,\"of\":100,\"percent\":20}\n"
            "{\"progress\":\"verify\",\"done\":100,\"of\":100,\"percent\":100}\n");
}

TEST_F(progress_test, is_a_bar_in_place_on_a_terminal) {
  EXPECT_EQ(told({.interactive = true}, false, 3),
            "\rverify  [..............................]    1 %  1/s  1:39 left\033[K"
            "\rverify  [..............................]    2 %  1/s  1:38 left\033[K"
            "\rverify  [..............................]    3 %  1/s  1:37 left\033[K"
            "\rverify  [##############################]  100 %  33/s\033[K\n");
}

TEST_F(progress_test, keeps_its_bar_within_the_terminal) {
  EXPECT_EQ(told({.interactive = true, .columns = 50}, false, 1, false),
            "\rverify  [........]    1 %  1/s  1:39 left\033[K\n");
}

TEST_F(progress_test, does_without_a_bar_on_a_narrow_terminal) {
  EXPECT_EQ(told({.interactive = true, .columns = 20}, false, 1, false), "\rverify    1 %  1/s \033[K\n");
}

TEST_F(progress_test, leaves_the_cursor_on_a_line_of_its_own_when_it_is_broken_off) {
  EXPECT_TRUE(told({.interactive = true}, false, 2, false).ends_with("left\033[K\n"));
}

TEST_F(progress_test, draws_at_most_ten_bars_a_second) {
  const console to{out_, {}, pipe_.write_end(), {.interactive = true}, interrupted_};
  progress bar{"verify", false, to, clock_};
  for (int step = 1; step <= 1000; ++step) {
    clock_.advance(1ms);
    bar.update(step, 2000);
  }
  pipe_.close_write();
  const std::string text = pipe_.read_all();
  EXPECT_EQ(std::ranges::count(text, '\r'), 10);
}

TEST_F(progress_test, says_that_all_is_done_also_when_there_was_nothing_to_do) {
  EXPECT_EQ(told({}, false, 0), "verify: 100 %\n");
}

TEST_F(progress_test, does_not_say_that_all_is_done_before_it_is) {
  EXPECT_EQ(told({}, false, 100, false).find("100 %"), std::string::npos);
}

}  // namespace
}  // namespace varve::cli
