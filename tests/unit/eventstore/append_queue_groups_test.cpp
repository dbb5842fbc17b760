#include "append_queue_fixture.hpp"

#include <gmock/gmock.h>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

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

TEST_F(append_queue_test, expects_nobody_twice_who_comes_back_while_his_group_is_being_answered) {
  limits.gather = 300us;
  writer.time = &time;
  writer.commit_takes = 400us;
  std::atomic<int> at_work = 4;
  std::promise<void> first_has_ended;
  const auto caller = [&] {
    for (int i = 0; i < 500; ++i) static_cast<void>(queue().submit_and_wait(to("a")));
    if (at_work.fetch_sub(1) == 4) first_has_ended.set_value();
  };
  static_cast<void>(queue());
  std::vector<std::jthread> callers;
  for (int i = at_work; i > 0; --i) callers.emplace_back(caller);
  // Nobody moves the time: should the writer expect more callers than there are, it waits for ever.
  EXPECT_EQ(first_has_ended.get_future().wait_for(20s), std::future_status::ready);
  while (at_work > 0) time.advance(200us);
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

}  // namespace
}  // namespace varve::engine
