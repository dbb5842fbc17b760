#include <varve/commands.hpp>
#include <varve/eventstore/memory_store.hpp>

#include "../../unit/domain/cart.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace {

constexpr int racers = 16;
constexpr varve::retry_policy stubborn{.attempts = 100'000, .first_pause = {}, .longest_pause = {}};

/// Runs `act(racer)` on sixteen threads at once.
void race(const std::function<void(int)>& act) {
  std::atomic<bool> go = false;
  std::vector<std::jthread> threads;
  for (int racer = 0; racer < racers; ++racer)
    threads.emplace_back([&, racer] {
      go.wait(false);
      act(racer);
    });
  go = true;
  go.notify_all();
}

TEST(racing_commands, to_one_stream_are_all_carried_out_and_none_is_lost) {
  constexpr int each = 20;
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, stubborn);
  std::atomic<int> failed = 0;
  race([&](int) {
    for (int i = 0; i < each; ++i)
      if (!carts.handle("42", cart::add_item{"a", 1})) ++failed;
  });
  EXPECT_EQ(failed, 0);
  const auto end = carts.state_of("42").value();
  EXPECT_EQ(end.state.items, racers * each);
  EXPECT_EQ(end.last, varve::revision{racers * each - 1});
}

TEST(racing_commands, that_only_one_may_win_have_one_winner) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, stubborn);
  for (int round = 0; round < 20; ++round) {
    const std::string id = std::to_string(round);
    carts.handle(id, cart::add_item{"a"}).value();
    std::atomic<int> winners = 0;
    race([&](int) { winners += static_cast<int>(carts.handle(id, cart::buy_now{"b"}).has_value()); });
    EXPECT_EQ(winners, 1) << "round " << round;
  }
}

TEST(racing_commands, under_one_id_are_carried_out_once_and_all_answered_alike) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, stubborn);
  for (int round = 0; round < 20; ++round) {
    const varve::command_context context{
        .id = varve::command_id{"order " + std::to_string(round), varve::timestamp{}}};
    std::vector<varve::handled> answers(racers);
    race([&](int racer) {
      carts.handle("42", cart::add_item{"noise"}).value();
      answers[static_cast<std::size_t>(racer)] = carts.handle("42", cart::add_item{"a"}, context).value();
    });
    for (const auto& answer : answers) {
      EXPECT_EQ(answer.first, answers[0].first) << "round " << round;
      EXPECT_EQ(answer.token, answers[0].token) << "round " << round;
    }
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& a) { return !a.replayed; }), 1)
        << "round " << round;
  }
  EXPECT_EQ(carts.state_of("42")->state.items, 20 * (racers + 1));
}

TEST(racing_commands, under_one_id_that_are_decided_on_different_states_are_carried_out_once) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, stubborn);
  for (int round = 0; round < 20; ++round) {
    const std::string id = std::to_string(round);
    const varve::command_context context{.id = varve::command_id{"order " + id, varve::timestamp{}}};
    std::vector<varve::result<varve::handled>> answers(racers,
                                                       varve::error{varve::errc::stopped, "no answer"});
    race([&](int racer) {
      (void)carts.handle(id, cart::add_item{"noise"});  // refused once the cart is closed
      answers[static_cast<std::size_t>(racer)] = carts.handle(id, cart::buy_now{"a"}, context);
    });
    for (const auto& answer : answers) {
      ASSERT_TRUE(answer) << answer.error().message;
      EXPECT_EQ(answer->first, answers[0]->first) << "round " << round;
      EXPECT_EQ(answer->events, 2) << "round " << round;
    }
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& a) { return !a->replayed; }), 1)
        << "round " << round;
  }
}

TEST(racing_commands, of_one_loop_a_thread_are_all_carried_out) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, stubborn);
  std::atomic<int> done = 0;
  race([&](int) {
    varve::command_loop loop;
    for (int i = 0; i < 40; ++i)
      carts.handle(
          loop, std::to_string(i % 8), cart::add_item{"a"}, {},
          [&](const varve::result<varve::handled>& answer) { done += static_cast<int>(answer.has_value()); });
  });
  EXPECT_EQ(done, racers * 40);
  int items = 0;
  for (int i = 0; i < 8; ++i) items += carts.state_of(std::to_string(i))->state.items;
  EXPECT_EQ(items, racers * 40);
}

}  // namespace
