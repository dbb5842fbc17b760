#include <varve/eventstore/engine/head_watch.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <thread>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;

/// Whoever waits for a time on it, has waited: it is that time at once. Whoever waits for ever, does.
class hurried_clock final : public clock {
 public:
  [[nodiscard]] timestamp now() const override { return {}; }
  [[nodiscard]] instant steady() const override { return now_; }
  bool wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
            instant until) const override {
    ++waits_;
    if (until == never) return condition.wait(lock), true;
    now_ = std::max(now_.load(), until);
    return false;
  }

  void advance(std::chrono::nanoseconds by) { now_ = now_.load() + by; }
  /// Returns once somebody waits for the `count`th time.
  void await_waits(int count) const {
    while (waits_ < count) std::this_thread::yield();
  }
  [[nodiscard]] int waits() const { return waits_; }

 private:
  mutable std::atomic<instant> now_{instant{1h}};
  mutable std::atomic<int> waits_ = 0;
};

/// A log of which each look tells what the test says.
class head_watch_test : public ::testing::Test {
 protected:
  token look(instant deadline) {
    until = deadline;
    const token head{{}, position{at(++looks)}};
    return head;
  }

  hurried_clock time;
  std::atomic<int> looks = 0;
  std::atomic<instant> until;  // of the last look
  /// Called in each look with its number; answers the head.
  std::function<std::int64_t(int)> at;
  head_watch heads{[this](instant deadline) { return look(deadline); }, 500ms, time};
};

TEST_F(head_watch_test, looks_now_and_then_until_the_log_has_grown) {
  at = [](int number) { return number == 3 ? 1 : 0; };
  EXPECT_EQ(heads.wait(position{0}, never - 1h).position, position{1});
  EXPECT_EQ(time.steady(), instant{1h} + 2 * 500ms);
}

TEST_F(head_watch_test, looks_again_at_once_when_a_wake_up_came_while_it_looked) {
  at = [this](int number) {
    if (number == 1) heads.hint();
    return number - 1;
  };
  EXPECT_EQ(heads.wait(position{0}, never).position, position{1});
  EXPECT_EQ(time.waits(), 0);
}

TEST_F(head_watch_test, ends_at_the_deadline_under_wake_ups_without_end) {
  at = [this](int number) {
    if (number < 100) heads.hint();
    time.advance(1s);
    return 0;
  };
  EXPECT_EQ(heads.wait(position{0}, time.steady() + 10s).position, position{0});
  EXPECT_LE(looks, 11);
}

TEST_F(head_watch_test, answers_with_what_was_known_when_a_look_takes_all_the_time) {
  heads.advance({{}, position{3}});
  at = [this](int) -> std::int64_t {
    time.advance(1s);
    throw failure{{errc::timeout, "no answer"}};
  };
  EXPECT_EQ(heads.wait(position{3}, time.steady() + 1s).position, position{3});
  EXPECT_EQ(looks, 1);
}

TEST_F(head_watch_test, looks_again_after_one_that_had_less_time_than_there_is) {
  at = [](int number) -> std::int64_t {
    if (number == 1) throw failure{{errc::timeout, "no answer"}};
    return 1;
  };
  EXPECT_EQ(heads.wait(position{0}, time.steady() + 1h).position, position{1});
}

TEST_F(head_watch_test, tells_the_deadline_to_whoever_looks) {
  const instant deadline = time.steady() + 1h;
  at = [&](int) { return until.load() == deadline ? 1 : 0; };
  EXPECT_EQ(heads.wait(position{0}, deadline).position, position{1});
  EXPECT_EQ(looks, 1);
}

TEST_F(head_watch_test, hands_a_wake_up_on_when_who_looked_has_no_time_left) {
  heads.look_every(never - time.steady());
  at = [this](int number) {
    if (number == 3) {
      heads.hint();
      time.await_waits(3);  // the other has heard it, and leaves the looking to this one
    }
    return number == 4 ? 1 : 0;
  };
  auto other = std::async(std::launch::async, [this] { return heads.wait(position{0}, never); });
  time.await_waits(1);
  EXPECT_EQ(heads.wait(position{0}, time.steady()).position, position{0});
  EXPECT_EQ(other.get().position, position{1});
}

}  // namespace
}  // namespace varve::engine
