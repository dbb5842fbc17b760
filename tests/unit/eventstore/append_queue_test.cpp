#include <varve/eventstore/engine/append_queue.hpp>
#include <varve/testing/recording_metrics.hpp>
#include <varve/testing/virtual_clock.hpp>

#include "requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// A writer that appends to nothing: it notes which streams came in which group, holds commits back while its
/// gate is shut, and gives each append the next position.
class scripted_writer final : public append_writer {
 public:
  using group = std::vector<std::string>;

  bool ready(instant until) override {
    if (ready_) return true;
    if (time != nullptr) time->advance(1ms);
    ready_asked_ = true;
    static_cast<void>(until);
    return false;
  }

  void commit(std::span<pending_append* const> appends) override {
    group names;
    for (const auto* const one : appends) names.push_back(one->append.request().writes.front().stream.name());
    std::unique_lock lock{mutex_};
    groups_.push_back(std::move(names));
    threads_.push_back(std::this_thread::get_id());
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    if (time != nullptr) time->advance(commit_takes);
    if (!failure.empty()) throw std::runtime_error(failure);
    for (auto* const one : appends) {
      if (!answers) continue;
      appended done;
      done.first = done.last = last_ = last_.next();
      one->outcome = done;
    }
  }

  bool has_work() override { return work_left_ > 0; }

  void work(bool pressed) override {
    const std::scoped_lock lock{mutex_};
    worked_.push_back(pressed);
    --work_left_;
    changed_.notify_all();
  }

  void shut() {
    const std::scoped_lock lock{mutex_};
    open_ = false;
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  /// Returns once `count` groups have come, the last of them perhaps still before the gate.
  void await_groups(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return groups_.size() >= count; });
  }
  void await_work(std::size_t slices) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return worked_.size() >= slices; });
  }
  std::vector<group> groups() {
    const std::scoped_lock lock{mutex_};
    return groups_;
  }
  std::vector<std::thread::id> threads() {
    const std::scoped_lock lock{mutex_};
    return threads_;
  }
  std::vector<bool> worked() {
    const std::scoped_lock lock{mutex_};
    return worked_;
  }
  void leave_work(int slices) { work_left_ = slices; }
  void set_ready(bool ready) { ready_ = ready; }
  void await_ready_asked() {
    while (!ready_asked_) std::this_thread::yield();
  }

  testing::virtual_clock* time = nullptr;
  std::chrono::nanoseconds commit_takes{0};
  std::string failure;
  bool answers = true;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  std::vector<group> groups_;
  std::vector<std::thread::id> threads_;
  std::vector<bool> worked_;
  std::atomic<int> work_left_ = 0;
  std::atomic<bool> ready_ = true;
  std::atomic<bool> ready_asked_ = false;
  position last_;
};

prepared_append to(const std::string& stream, instant deadline = never, std::size_t events = 1) {
  append_request request = append_request::to(stream, std::vector(events, noted()));
  request.deadline = deadline;
  return prepare(std::move(request));
}

struct append_queue_test : ::testing::Test {
  append_queue& queue() {
    if (!queue_)
      queue_ = std::make_unique<append_queue>("scripted", writer, limits,
                                              environment{.clock = &time, .metrics = &metrics});
    return *queue_;
  }

  std::future<append_outcome> submit(prepared_append append) {
    auto promise = std::make_shared<std::promise<append_outcome>>();
    auto out = promise->get_future();
    queue().submit(std::move(append),
                   [promise](append_outcome outcome) { promise->set_value(std::move(outcome)); });
    return out;
  }

  std::future<append_outcome> wait_in_thread(prepared_append append) {
    return std::async(std::launch::async, [this, moved = std::move(append)]() mutable {
      return queue().submit_and_wait(std::move(moved));
    });
  }

  /// Shuts the gate and has the queue's thread stand before it with an append to `first`.
  std::future<append_outcome> hold_the_writer() {
    writer.shut();
    auto out = submit(to("first"));
    writer.await_groups(1);
    return out;
  }

  void await_waiting(std::size_t count) {
    while (queue().waiting() != count) std::this_thread::yield();
  }

  testing::virtual_clock time;
  testing::recording_metrics metrics;
  scripted_writer writer;
  append_queue_limits limits{.gather = 0ns};
  std::unique_ptr<append_queue> queue_;
};

// ---- who commits and who answers

TEST_F(append_queue_test, commits_on_the_thread_of_an_idle_caller) {
  EXPECT_EQ(name_of(queue().submit_and_wait(to("a"))), "appended");
  EXPECT_THAT(writer.threads(), ElementsAre(std::this_thread::get_id()));
}

TEST_F(append_queue_test, calls_back_on_its_own_thread) {
  std::promise<std::thread::id> caller;
  queue().submit(to("a"), [&](const append_outcome&) { caller.set_value(std::this_thread::get_id()); });
  const auto thread = caller.get_future().get();
  EXPECT_NE(thread, std::this_thread::get_id());
  EXPECT_THAT(writer.threads(), ElementsAre(thread));
}

TEST_F(append_queue_test, never_calls_back_inside_submit) {
  std::mutex held_during_submit;
  std::promise<void> called;
  const auto done = [&](const append_outcome&) {
    static_cast<void>(std::scoped_lock{held_during_submit});  // submit has returned
    called.set_value();
  };
  {
    const std::scoped_lock lock{held_during_submit};  // a call inside would never return
    queue().submit(to("a"), done);
  }
  called.get_future().get();
  called = {};
  queue().close(closing::finish);
  {
    const std::scoped_lock lock{held_during_submit};
    queue().submit(to("a"), done);
  }
  called.get_future().get();
}

TEST_F(append_queue_test, calls_back_with_an_outcome_that_needs_no_writer) {
  std::promise<append_outcome> given;
  queue().answer(not_written{{errc::too_large, "big"}},
                 [&](append_outcome outcome) { given.set_value(std::move(outcome)); });
  EXPECT_EQ(name_of(given.get_future().get()), "too_large");
  EXPECT_TRUE(writer.groups().empty());
}

TEST_F(append_queue_test, takes_an_append_without_a_callback) {
  queue().submit(to("a"), {});
  queue().close(closing::finish);
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("a")));
}

TEST_F(append_queue_test, a_callback_may_append) {
  std::promise<append_outcome> second;
  queue().submit(to("a"), [&](const append_outcome&) {
    queue().submit(to("b"), [&](append_outcome outcome) { second.set_value(std::move(outcome)); });
  });
  EXPECT_EQ(name_of(second.get_future().get()), "appended");
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("a"), ElementsAre("b")));
}

TEST_F(append_queue_test, a_callback_cannot_wait_for_an_append) {
  std::promise<append_outcome> second;
  queue().submit(to("a"), [&](const append_outcome&) { second.set_value(queue().submit_and_wait(to("b"))); });
  EXPECT_EQ(name_of(second.get_future().get()), "invalid_argument");
}

// ---- groups

TEST_F(append_queue_test, commits_all_that_waits_in_one_group) {
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = wait_in_thread(to("b"));
  await_waiting(2);
  auto c = wait_in_thread(to("c"));
  await_waiting(3);
  writer.open();
  for (auto* const outcome : {&first, &a, &b, &c}) EXPECT_EQ(name_of(outcome->get()), "appended");
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first"), ElementsAre("a", "b", "c")));
}

TEST_F(append_queue_test, answers_nothing_of_a_group_before_its_commit_has_returned) {
  auto first = hold_the_writer();
  EXPECT_EQ(first.wait_for(0s), std::future_status::timeout);
  writer.open();
  EXPECT_EQ(name_of(first.get()), "appended");
}

TEST_F(append_queue_test, keeps_the_order_in_which_one_thread_appends) {
  std::vector<std::string> expected_order;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "s" + std::to_string(i);
    expected_order.push_back(name);
    if (i % 7 == 0)
      EXPECT_EQ(name_of(queue().submit_and_wait(to(name))), "appended");
    else
      queue().submit(to(name), {});
  }
  queue().close(closing::finish);
  std::vector<std::string> order;
  for (const auto& group : writer.groups()) order.insert(order.end(), group.begin(), group.end());
  EXPECT_EQ(order, expected_order);
}

TEST_F(append_queue_test, calls_back_in_the_order_of_the_log) {
  std::vector<std::int64_t> positions;
  for (int i = 0; i < 200; ++i)
    queue().submit(to("a"), [&](const append_outcome& outcome) {
      positions.push_back(std::get<appended>(outcome).first.value());
    });
  queue().close(closing::finish);
  ASSERT_EQ(positions.size(), 200U);
  EXPECT_TRUE(std::ranges::is_sorted(positions));
}

TEST_F(append_queue_test, ends_a_group_at_its_limit_of_events) {
  limits.most_events_in_group = 5;
  auto first = hold_the_writer();
  for (const char* const name : {"a", "b", "c"}) queue().submit(to(name, never, 2), {});
  queue().submit(to("big", never, 9), {});
  queue().submit(to("d"), {});
  writer.open();
  queue().close(closing::finish);
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first"), ElementsAre("a", "b"), ElementsAre("c"),
                                           ElementsAre("big"), ElementsAre("d")));
}

TEST_F(append_queue_test, ends_a_group_at_its_limit_of_bytes) {
  limits.most_bytes_in_group = 5;  // an event of these tests has two
  auto first = hold_the_writer();
  for (const char* const name : {"a", "b", "c"}) queue().submit(to(name), {});
  writer.open();
  queue().close(closing::finish);
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first"), ElementsAre("a", "b"), ElementsAre("c")));
}

TEST_F(append_queue_test, wakes_callers_that_a_limit_left_behind_with_their_own_group) {
  limits.most_events_in_group = 1;
  auto first = hold_the_writer();
  std::vector<std::future<append_outcome>> callers;
  for (std::size_t i = 0; i < 20; ++i) {
    callers.push_back(wait_in_thread(to("a")));
    await_waiting(i + 1);
  }
  writer.open();
  for (auto& caller : callers) EXPECT_EQ(name_of(caller.get()), "appended");
  EXPECT_EQ(writer.groups().size(), 21U);
}

TEST_F(append_queue_test, gathers_until_those_who_were_active_have_come_back) {
  limits.gather = 300us;
  writer.time = &time;
  writer.commit_takes = 400us;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = submit(to("b"));
  writer.open();
  EXPECT_EQ(name_of(first.get()), "appended");
  EXPECT_EQ(queue().waiting(), 2U) << "one has just been answered: it is expected again";
  auto c = submit(to("c"));
  EXPECT_EQ(name_of(c.get()), "appended");
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first"), ElementsAre("a", "b", "c")));
}

TEST_F(append_queue_test, gathers_no_longer_than_half_of_the_last_commit_took) {
  limits.gather = 300us;
  writer.time = &time;
  writer.commit_takes = 400us;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = submit(to("b"));
  writer.open();
  EXPECT_EQ(name_of(first.get()), "appended");
  EXPECT_EQ(queue().waiting(), 2U);
  while (a.wait_for(0s) != std::future_status::ready) time.advance(200us);
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first"), ElementsAre("a", "b")));
}

// ---- back-pressure

TEST_F(append_queue_test, refuses_an_append_that_does_not_block_when_too_many_wait) {
  limits.most_waiting = 2;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = submit(to("b"));
  auto c = submit(to("c"));
  writer.open();
  EXPECT_EQ(name_of(c.get()), "unavailable");
  EXPECT_EQ(name_of(a.get()), "appended");
  EXPECT_EQ(name_of(b.get()), "appended");
}

TEST_F(append_queue_test, refuses_when_too_many_bytes_wait_but_takes_one_of_any_size) {
  limits.most_waiting_bytes = 3;
  auto first = hold_the_writer();
  auto a = submit(to("a", never, 10));
  EXPECT_EQ(queue().waiting_bytes(), 20U);
  auto b = submit(to("b"));
  writer.open();
  EXPECT_EQ(name_of(b.get()), "unavailable");
  EXPECT_EQ(name_of(a.get()), "appended");
  EXPECT_EQ(queue().waiting_bytes(), 0U);
}

TEST_F(append_queue_test, a_caller_that_blocks_waits_for_room) {
  limits.most_waiting = 1;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = wait_in_thread(to("b"));
  writer.open();
  EXPECT_EQ(name_of(b.get()), "appended");
  EXPECT_EQ(name_of(a.get()), "appended");
}

TEST_F(append_queue_test, a_caller_waits_for_room_no_longer_than_its_deadline) {
  limits.most_waiting = 1;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = wait_in_thread(to("b", time.steady() + 1s));
  time.advance(1s);
  EXPECT_EQ(name_of(b.get()), "timeout");
  EXPECT_EQ(queue().waiting(), 1U);
  writer.open();
}

// ---- deadlines

TEST_F(append_queue_test, a_caller_leaves_at_its_deadline_while_the_writer_is_busy) {
  auto first = hold_the_writer();
  auto a = wait_in_thread(to("a", time.steady() + 1s));
  await_waiting(1);
  time.advance(1s);
  EXPECT_EQ(name_of(a.get()), "timeout");
  EXPECT_EQ(queue().waiting(), 0U);
  writer.open();
  queue().close(closing::finish);
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first")));
}

TEST_F(append_queue_test, a_deadline_no_longer_counts_once_the_writer_has_taken_the_append) {
  writer.shut();
  auto a = wait_in_thread(to("a", time.steady() + 1s));
  writer.await_groups(1);
  time.advance(1h);
  writer.open();
  EXPECT_EQ(name_of(a.get()), "appended");
}

TEST_F(append_queue_test, a_caller_that_follows_waits_for_the_commit_once_it_is_taken) {
  auto first = hold_the_writer();
  auto a = wait_in_thread(to("a", time.steady() + 1s));
  await_waiting(1);
  auto b = submit(to("b"));
  writer.open();
  writer.await_groups(2);
  time.advance(1h);
  EXPECT_EQ(name_of(a.get()), "appended");
}

TEST_F(append_queue_test, answers_timeout_when_the_writer_looks_at_an_append_too_late) {
  auto first = hold_the_writer();
  auto a = submit(to("a", time.steady() + 1s));
  auto b = submit(to("b", time.steady() + 3s));
  time.advance(2s);
  writer.open();
  EXPECT_EQ(name_of(a.get()), "timeout");
  EXPECT_EQ(name_of(b.get()), "appended");
  queue().close(closing::finish);
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first"), ElementsAre("b")));
}

TEST_F(append_queue_test, a_passed_deadline_is_a_timeout_even_when_nobody_else_writes) {
  EXPECT_EQ(name_of(queue().submit_and_wait(to("a", time.steady()))), "timeout");
}

TEST_F(append_queue_test, deadlines_count_while_the_writer_is_not_ready) {
  writer.time = &time;
  writer.set_ready(false);
  auto a = submit(to("a", time.steady() + 1s));
  auto b = wait_in_thread(to("b", time.steady() + 1s));
  EXPECT_EQ(name_of(a.get()), "timeout");
  EXPECT_EQ(name_of(b.get()), "timeout");
  auto c = submit(to("c"));
  writer.await_ready_asked();
  writer.set_ready(true);
  EXPECT_EQ(name_of(c.get()), "appended");
}

TEST_F(append_queue_test, a_caller_that_leads_leaves_at_its_deadline_when_the_writer_is_not_ready) {
  writer.time = &time;
  writer.set_ready(false);
  EXPECT_EQ(name_of(queue().submit_and_wait(to("a", time.steady() + 1s))), "timeout");
  writer.set_ready(true);
  EXPECT_EQ(name_of(queue().submit_and_wait(to("b"))), "appended");
}

TEST_F(append_queue_test, a_caller_that_leads_does_not_hold_back_the_timeouts_of_others) {
  writer.time = &time;
  writer.set_ready(false);
  auto leader = wait_in_thread(to("a"));
  writer.await_ready_asked();
  auto b = submit(to("b", time.steady() + 1s));
  EXPECT_EQ(name_of(b.get()), "timeout");
  writer.set_ready(true);
  EXPECT_EQ(name_of(leader.get()), "appended");
}

// ---- doubt

TEST_F(append_queue_test, an_append_that_the_writer_left_without_an_answer_is_unknown) {
  writer.answers = false;
  auto append = to("a", never, 2);
  const auto ids = append.ids();
  const auto outcome = queue().submit_and_wait(std::move(append));
  ASSERT_EQ(name_of(outcome), "unknown");
  EXPECT_EQ(std::get<unknown>(outcome).ids, ids);
}

TEST_F(append_queue_test, a_writer_that_throws_leaves_its_group_in_doubt) {
  writer.failure = "the disk is gone";
  auto a = submit(to("a"));
  const auto outcome = a.get();
  ASSERT_EQ(name_of(outcome), "unknown");
  EXPECT_EQ(std::get<unknown>(outcome).reason, "the disk is gone");
}

// ---- closing

TEST_F(append_queue_test, finishes_what_waits_when_it_closes) {
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = wait_in_thread(to("b"));
  await_waiting(2);
  auto closed = std::async(std::launch::async, [this] { queue().close(closing::finish); });
  writer.open();
  closed.get();
  EXPECT_EQ(name_of(a.get()), "appended");
  EXPECT_EQ(name_of(b.get()), "appended");
}

TEST_F(append_queue_test, refuses_what_waits_and_finishes_what_was_taken_when_it_closes_so) {
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = wait_in_thread(to("b"));
  auto c = wait_in_thread(to("c", time.steady() + 1s));
  await_waiting(3);
  auto closed = std::async(std::launch::async, [this] { queue().close(closing::refuse); });
  EXPECT_EQ(name_of(b.get()), "unavailable");
  EXPECT_EQ(name_of(c.get()), "unavailable");
  writer.open();
  EXPECT_EQ(name_of(a.get()), "unavailable");
  EXPECT_EQ(name_of(first.get()), "appended");
  closed.get();
  EXPECT_THAT(writer.groups(), ElementsAre(ElementsAre("first")));
}

TEST_F(append_queue_test, refuses_what_waits_for_a_writer_that_is_not_ready) {
  writer.set_ready(false);
  auto a = submit(to("a"));
  writer.await_ready_asked();
  queue().close(closing::refuse);
  EXPECT_EQ(name_of(a.get()), "unavailable");
}

TEST_F(append_queue_test, refuses_a_caller_that_leads_before_its_writer_is_ready) {
  writer.set_ready(false);
  auto a = wait_in_thread(to("a"));
  writer.await_ready_asked();
  queue().close(closing::refuse);
  EXPECT_EQ(name_of(a.get()), "unavailable");
}

TEST_F(append_queue_test, answers_unavailable_after_it_was_closed_as_often_as_that_happens) {
  queue().close(closing::finish);
  queue().close(closing::refuse);
  EXPECT_EQ(name_of(queue().submit_and_wait(to("a"))), "unavailable");
  EXPECT_EQ(name_of(submit(to("a")).get()), "unavailable");
  EXPECT_TRUE(writer.groups().empty());
}

TEST_F(append_queue_test, wakes_a_caller_that_waits_for_room_when_it_closes) {
  limits.most_waiting = 1;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = wait_in_thread(to("b"));
  auto closed = std::async(std::launch::async, [this] { queue().close(closing::refuse); });
  EXPECT_EQ(name_of(b.get()), "unavailable");
  writer.open();
  closed.get();
}

TEST_F(append_queue_test, close_waits_until_callbacks_have_returned) {
  std::promise<void> entered;
  std::promise<void> may_return;
  bool returned = false;
  queue().submit(to("a"), [&](const append_outcome&) {
    entered.set_value();
    may_return.get_future().get();
    returned = true;
  });
  entered.get_future().get();
  auto closed = std::async(std::launch::async, [this] { queue().close(closing::refuse); });
  may_return.set_value();
  closed.get();
  EXPECT_TRUE(returned);
}

TEST_F(append_queue_test, a_callback_may_close_the_queue) {
  std::promise<void> returned;
  queue().submit(to("a"), [&](const append_outcome&) {
    queue().close(closing::finish);
    returned.set_value();
  });
  returned.get_future().get();
  EXPECT_EQ(name_of(queue().submit_and_wait(to("b"))), "unavailable");
}

// ---- other work

TEST_F(append_queue_test, has_other_work_done_on_its_thread_after_a_caller_has_committed) {
  writer.leave_work(3);
  EXPECT_EQ(name_of(queue().submit_and_wait(to("a"))), "appended");
  writer.await_work(3);
  EXPECT_THAT(writer.worked(), ElementsAre(false, false, false));
}

TEST_F(append_queue_test, is_not_kept_from_other_work_by_a_caller_that_comes_back_at_once) {
  writer.leave_work(1'000);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(name_of(queue().submit_and_wait(to("a"))), "appended");
  // Only the first led; behind each of the others but the last, work was done before the next.
  EXPECT_GE(writer.worked().size(), 8U);
}

TEST_F(append_queue_test, tells_other_work_between_groups_that_appends_wait) {
  limits.most_events_in_group = 1;
  auto first = hold_the_writer();
  auto a = submit(to("a"));
  auto b = submit(to("b"));
  writer.leave_work(3);
  writer.open();
  writer.await_work(3);
  EXPECT_THAT(writer.worked(), ElementsAre(true, true, false));
}

// ---- measurements

TEST_F(append_queue_test, measures_appends_and_groups) {
  EXPECT_EQ(name_of(queue().submit_and_wait(to("a", never, 3))), "appended");
  EXPECT_EQ(metrics.sum("varve.store.events.appended"), 3);
  EXPECT_EQ(metrics.sum("varve.store.bytes.appended"), 6);
  EXPECT_EQ(metrics.sum("varve.store.commit.batch_size"), 3);
  const auto durations = metrics.named("varve.store.append.duration");
  ASSERT_EQ(durations.size(), 1U);
  EXPECT_THAT(durations.front().labels,
              ElementsAre(std::pair("outcome", "ok"), std::pair("store", "scripted")));
}

// ---- all at once

TEST_F(append_queue_test, answers_each_of_many_callers_and_callbacks_exactly_once) {
  constexpr int threads = 8;
  constexpr int rounds = 200;
  limits.most_waiting = 40;
  limits.most_events_in_group = 7;
  writer.leave_work(50);
  static_cast<void>(queue());
  std::atomic<int> called = 0;
  std::atomic<int> written = 0;
  std::atomic<int> refused = 0;
  const auto count = [&](const append_outcome& outcome) {
    ++(std::holds_alternative<appended>(outcome) ? written : refused);
  };
  std::vector<std::jthread> callers;
  for (int t = 0; t < threads; ++t)
    callers.emplace_back([&, t] {
      for (int i = 0; i < rounds; ++i) {
        const instant deadline = i % 3 == 0 ? never : time.steady() + 1h;
        if ((t + i) % 2 == 0) {
          count(queue().submit_and_wait(to("a", deadline)));
        } else {
          queue().submit(to("b", deadline), [&](const append_outcome& outcome) { count(outcome), ++called; });
        }
      }
    });
  callers.clear();
  queue().close(closing::finish);
  EXPECT_EQ(called, threads * rounds / 2);
  EXPECT_EQ(written + refused, threads * rounds);
  std::size_t committed = 0;
  for (const auto& group : writer.groups()) committed += group.size();
  EXPECT_EQ(committed, static_cast<std::size_t>(written));
}

}  // namespace
}  // namespace varve::engine
