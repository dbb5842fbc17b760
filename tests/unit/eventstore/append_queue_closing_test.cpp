#include "append_queue_fixture.hpp"

#include <gmock/gmock.h>

#include <future>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

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

}  // namespace
}  // namespace varve::engine
