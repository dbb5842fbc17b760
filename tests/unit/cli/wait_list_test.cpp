#include "pipe/wait_list.hpp"

#include <varve/eventstore/memory_store.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <gtest/gtest.h>

#include <future>

namespace varve::cli::pipe {
namespace {

using namespace std::chrono_literals;

class wait_list_test : public ::testing::Test {
 protected:
  ~wait_list_test() override { store_.close(closing::finish); }

  void append() {
    std::ignore = store_.append_and_wait(append_request::to("s", {{.type = "noted", .data = "1"}}));
  }

  /// Becomes ready when the wait is due.
  [[nodiscard]] std::future<void> add(std::int64_t after, std::chrono::nanoseconds timeout) {
    auto due = std::make_shared<std::promise<void>>();
    auto future = due->get_future();
    waits_.add(position{after}, time_.steady() + timeout, [due] { due->set_value(); });
    return future;
  }

  [[nodiscard]] static bool is_due(const std::future<void>& wait) {
    return wait.wait_for(0s) == std::future_status::ready;
  }

  testing::virtual_clock time_;
  memory_store store_{memory_store_options{.env = {.clock = &time_}}};
  wait_list waits_{store_, time_};
};

TEST_F(wait_list_test, calls_when_an_event_stands_behind_the_place) {
  const auto wait = add(0, 1h);
  append();
  wait.wait();
}

TEST_F(wait_list_test, calls_each_wait_for_its_own_place) {
  const auto later = add(1, 1h);
  const auto sooner = add(0, 1h);
  append();
  sooner.wait();
  EXPECT_FALSE(is_due(later));
  append();
  later.wait();
}

TEST_F(wait_list_test, calls_when_the_time_has_come) {
  const auto later = add(0, 2s);
  const auto sooner = add(0, 1s);
  time_.advance(1s);
  sooner.wait();
  EXPECT_FALSE(is_due(later));
  time_.advance(1s);
  later.wait();
}

TEST_F(wait_list_test, calls_when_the_event_came_while_nobody_waited) {
  for (int i = 0; i < 100; ++i) {
    append();
    add(i, 1h).wait();
  }
}

TEST_F(wait_list_test, calls_all_at_its_end_and_whatever_still_comes) {
  const auto wait = add(0, 1h);
  waits_.end();
  EXPECT_TRUE(is_due(wait));
  EXPECT_TRUE(is_due(add(0, 1h)));
}

TEST_F(wait_list_test, calls_all_when_the_log_is_closed) {
  const auto wait = add(0, 1h);
  store_.close(closing::finish);
  wait.wait();
}

}  // namespace
}  // namespace varve::cli::pipe
