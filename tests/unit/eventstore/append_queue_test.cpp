#include "append_queue_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

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
