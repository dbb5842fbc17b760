#include <varve/commands.hpp>

#include "../../unit/domain/cart.hpp"
#include "interfering_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using varve::revision;

constexpr varve::retry_policy until_it_wins{.attempts = 1000, .first_pause = {}, .longest_pause = {}};

TEST(command_loop, handles_many_streams_from_one_thread) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  varve::command_loop loop;
  int done = 0;
  for (int i = 0; i < 1000; ++i)
    carts.handle(loop, std::to_string(i), cart::buy_now{"a"}, {},
                 [&](const varve::result<varve::handled>& answer) {
                   EXPECT_EQ(answer->last, revision{1});
                   ++done;
                 });
  loop.drain();
  EXPECT_EQ(done, 1000);
  EXPECT_EQ(loop.in_flight(), 0U);
  EXPECT_EQ(store.info()->streams, 1000);
}

TEST(command_loop, handles_commands_to_one_stream_in_the_order_given) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, {.attempts = 1});
  varve::command_loop loop;
  std::vector<revision> order;
  for (int i = 0; i < 100; ++i)
    carts.handle(loop, "42", cart::add_item{"a"}, {},
                 [&](const varve::result<varve::handled>& answer) { order.push_back(answer->last.value()); });
  bool refused = false;
  carts.handle(loop, "42", cart::check_out{}, {},
               [](const varve::result<varve::handled>& answer) { ASSERT_TRUE(answer); });
  carts.handle(loop, "42", cart::add_item{"late"}, {}, [&](const varve::result<varve::handled>& answer) {
    refused = answer.error().code == varve::errc::rejected;
  });
  loop.drain();
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_TRUE(refused);
}

TEST(command_loop, takes_no_more_than_it_was_told) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  varve::command_loop loop{4};
  std::size_t most = 0;
  for (int i = 0; i < 100; ++i) {
    carts.handle(loop, std::to_string(i), cart::add_item{"a"}, {}, [](const auto&) {});
    most = std::max(most, loop.in_flight());
  }
  EXPECT_GE(most, 1U);
  EXPECT_LE(most, 4U);
}

/// Handles one command after another, each from the answer to the one before.
struct chain {
  const varve::command_handler<cart::decider>& carts;
  varve::command_loop& loop;
  int left = 20'000;

  void next() {
    carts.handle(loop, "42", cart::check_out{}, {}, [this](const varve::result<varve::handled>& answer) {
      EXPECT_FALSE(answer);
      if (--left != 0) next();
    });
  }
};

TEST(command_loop, lets_an_answer_handle_the_next_command_without_nesting) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  varve::command_loop loop{1};
  chain one_by_one{carts, loop};
  one_by_one.next();
  loop.drain();
  EXPECT_EQ(one_by_one.left, 0);
}

TEST(command_loop, waits_for_everything_in_flight_when_it_ends) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  int done = 0;
  {
    varve::command_loop loop;
    for (int i = 0; i < 50; ++i)
      carts.handle(loop, std::to_string(i), cart::add_item{"a"}, {}, [&](const auto&) { ++done; });
  }
  EXPECT_EQ(done, 50);
}

TEST(command_loop, can_be_polled_by_a_thread_that_has_other_things_to_do) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  varve::command_loop loop;
  int done = 0;
  for (int i = 0; i < 10; ++i)
    carts.handle(loop, std::to_string(i), cart::add_item{"a"}, {}, [&](const auto&) { ++done; });
  while (loop.in_flight() != 0) loop.poll();
  EXPECT_EQ(done, 10);
}

TEST(command_loop, tells_at_once_of_an_id_that_makes_no_stream) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  varve::command_loop loop;
  bool told = false;
  carts.handle(loop, "a\nb", cart::add_item{"a"}, {}, [&](const varve::result<varve::handled>& answer) {
    told = answer.error().code == varve::errc::invalid_argument;
  });
  EXPECT_TRUE(told);
}

TEST(command_loop, handles_batches_and_tries_conflicts_again) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, until_it_wins);
  varve::command_loop mine;
  varve::command_loop others;
  for (int i = 0; i < 50; ++i) {
    std::vector<varve::issued<cart::add_item>> rows{{{"a", 1}}, {{"b", 10}}};
    const auto done = [](const varve::result<varve::handled_all>& answer) {
      ASSERT_TRUE(answer) << answer.error().message;
    };
    carts.handle_all(mine, "42", rows, varve::on_refusal::skip, done);
    carts.handle_all(others, "42", rows, varve::on_refusal::skip, done);
  }
  while (mine.in_flight() + others.in_flight() != 0) mine.poll(), others.poll();
  EXPECT_EQ(carts.state_of("42")->state.items, 1100);
}

}  // namespace
