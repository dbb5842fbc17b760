#include "output/ordered_answers.hpp"

#include "file_pipe.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace varve::cli {
namespace {

class ordered_answers_test : public ::testing::Test {
 protected:
  [[nodiscard]] std::string written() {
    EXPECT_TRUE(out_.flush());
    pipe_.close_write();
    return pipe_.read_all();
  }

  file_pipe pipe_;
  line_writer out_{pipe_.write_end()};
};

TEST_F(ordered_answers_test, stand_in_the_order_of_their_questions) {
  ordered_answers answers{out_, 10, 1000};
  const auto a = answers.ask(1);
  const auto b = answers.ask(1);
  const auto c = answers.ask(1);
  answers.answer(c, "c");
  answers.answer(a, "a");
  answers.answer(b, "b");
  answers.answer(answers.ask(1), "d");
  EXPECT_EQ(written(), "a\nb\nc\nd\n");
}

TEST_F(ordered_answers_test, are_not_given_before_those_in_front) {
  ordered_answers answers{out_, 10, 1000};
  [[maybe_unused]] const auto first = answers.ask(1);
  answers.answer(answers.ask(1), "b");
  EXPECT_EQ(written(), "");
}

TEST_F(ordered_answers_test, hold_back_who_asks_too_much) {
  ordered_answers answers{out_, 2, 1000};
  std::vector<std::uint64_t> open{answers.ask(1), answers.ask(1)};
  std::jthread asks{[&] { answers.answer(answers.ask(1), "c"); }};
  answers.answer(open[0], "a");
  answers.answer(open[1], "b");
  asks.join();
  EXPECT_EQ(written(), "a\nb\nc\n");
}

TEST_F(ordered_answers_test, hold_back_too_many_bytes_but_never_one_alone) {
  ordered_answers answers{out_, 10, 100};
  const auto large = answers.ask(5000);
  std::jthread asks{[&] { answers.answer(answers.ask(1), "b"); }};
  answers.answer(large, "a");
  asks.join();
  answers.wait_until_empty();
  EXPECT_EQ(written(), "a\nb\n");
}

}  // namespace
}  // namespace varve::cli
