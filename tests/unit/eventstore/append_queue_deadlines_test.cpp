#include "append_queue_fixture.hpp"

#include <gmock/gmock.h>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

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

}  // namespace
}  // namespace varve::engine
