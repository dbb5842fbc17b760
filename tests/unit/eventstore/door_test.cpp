#include <varve/eventstore/engine/door.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <gtest/gtest.h>

namespace varve::engine {
namespace {

using testing::virtual_clock;

errc code_of(const result<void>& answer) {
  return answer ? errc{} : answer.error().code;
}

TEST(door, refuses_malformed_names_in_filters) {
  EXPECT_EQ(code_of(check(filter{{"a\n"}, {}, {}, {}})), errc::invalid_argument);
  EXPECT_EQ(code_of(check(filter{{""}, {}, {}, {}})), errc::invalid_argument);
  EXPECT_EQ(code_of(check(filter{{}, {"\xFF"}, {}, {}})), errc::invalid_argument);
  EXPECT_EQ(code_of(check(filter{{}, {}, std::string(256, 'x'), {}})), errc::invalid_argument);
  EXPECT_EQ(code_of(check(filter{{}, {}, {}, {{{{""}, {}}}}})), errc::invalid_argument);
  EXPECT_EQ(code_of(check(filter{{}, {}, {}, {{{{}, {""}}}}})), errc::invalid_argument);
  EXPECT_EQ(code_of(check(filter{{"a"}, {"b"}, "c", {{{{"d"}, {"e"}}}}})), errc{});
}

TEST(door, takes_the_category_of_any_stream_and_nothing_else) {
  EXPECT_EQ(code_of(check(filter{{}, {"cart"}, {}, {}})), errc{});
  EXPECT_EQ(code_of(check(filter{{}, {""}, {}, {}})), errc{}) << "the category of -1";
  EXPECT_EQ(code_of(check(filter{{}, {"cart-1"}, {}, {}})), errc::invalid_argument);
}

TEST(door, refuses_negative_places) {
  const virtual_clock time;
  EXPECT_EQ(code_of(check_log_read({{}, position{-1}}, {}, {}, time)), errc::invalid_argument);
  EXPECT_EQ(code_of(check_stream_read(revision{-1}, {}, {}, time)), errc::invalid_argument);
}

TEST(door, gives_whole_commits_only_forward_and_from_the_log) {
  const virtual_clock time;
  EXPECT_EQ(code_of(check_log_read({}, {}, {.whole_commits = true}, time)), errc{});
  EXPECT_EQ(code_of(check_log_read({}, {}, {.direction = direction::backward, .whole_commits = true}, time)),
            errc::invalid_argument);
  EXPECT_EQ(code_of(check_stream_read({}, {}, {.whole_commits = true}, time)), errc::invalid_argument);
}

TEST(door, refuses_malformed_names_in_listings) {
  EXPECT_EQ(code_of(check_listing({})), errc{});
  EXPECT_EQ(code_of(check_listing({.prefix = "a\n"})), errc::invalid_argument);
  EXPECT_EQ(code_of(check_listing({.after = "a\n"})), errc::invalid_argument);
}

TEST(door, answers_timeout_once_the_deadline_has_come) {
  virtual_clock time;
  const instant soon = time.steady() + std::chrono::seconds{1};
  EXPECT_EQ(code_of(check_deadline(soon, time, "waiting")), errc{});
  time.advance(std::chrono::seconds{1});
  EXPECT_EQ(code_of(check_deadline(soon, time, "waiting")), errc::timeout);
  EXPECT_EQ(code_of(check_deadline(never, time, "waiting")), errc{});
  EXPECT_EQ(code_of(check_log_read({}, {}, {.deadline = soon}, time)), errc::timeout);
  EXPECT_EQ(code_of(check_stream_read({}, {}, {.deadline = soon}, time)), errc::timeout);
}

}  // namespace
}  // namespace varve::engine
