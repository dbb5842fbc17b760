#include <varve/testing/simulation.hpp>

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>

namespace varve::testing {
namespace {

using namespace std::chrono_literals;

TEST(simulation, runs_what_is_due_in_the_order_of_time) {
  simulation world{1};
  std::string seen;
  world.after(3ms, [&] { seen += 'c'; });
  world.after(1ms, [&] {
    seen += 'a';
    world.after(1ms, [&] { seen += 'b'; });
  });
  world.after(5ms, [&] { seen += 'd'; });
  world.run_for(4ms);
  EXPECT_EQ(seen, "abc");
  world.run_for(1ms);
  EXPECT_EQ(seen, "abcd");
  EXPECT_EQ(world.steps(), 4U);
}

TEST(simulation, lets_time_pass_only_from_task_to_task) {
  simulation world{1};
  const auto env = world.env();
  const instant began = env.clock->steady();
  const timestamp wall = env.clock->now();
  instant seen{};
  world.after(24h, [&] { seen = env.clock->steady(); });
  world.run_for(48h);
  EXPECT_EQ(seen - began, 24h);
  EXPECT_EQ(env.clock->now() - wall, 48h);
}

/// What eight tasks that are due at the same moment note.
std::pair<std::string, std::uint64_t> order_of(std::uint64_t seed) {
  simulation world{seed};
  std::string seen;
  for (char each = 'a'; each < 'i'; ++each)
    world.after(1ms, [&world, &seen, each] {
      seen += each;
      world.note({&each, 1});
    });
  world.run_for(1ms);
  return {seen, world.trace()};
}

TEST(simulation, of_one_seed_is_the_same_each_time_and_of_another_seed_another) {
  EXPECT_EQ(order_of(7), order_of(7));
  EXPECT_NE(order_of(7).first, order_of(8).first);
  EXPECT_NE(order_of(7).second, order_of(8).second);
}

TEST(simulation, may_not_be_waited_in) {
  simulation world{1};
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock{mutex};
  EXPECT_THROW(world.env().clock->wait(lock, condition, never), std::logic_error);
}

TEST(simulated_process, that_was_killed_does_nothing_more_of_what_it_was_going_to_do) {
  simulation world{1};
  simulated_process process{world};
  std::string seen;
  process.after(1ms, [&] { seen += 'a'; });
  process.after(3ms, [&] { seen += 'b'; });
  world.run_for(2ms);
  process.kill();
  process.after(5ms, [&] { seen += 'c'; });
  world.run_for(10ms);
  EXPECT_EQ(seen, "ac");
}

TEST(simulated_process, that_is_paused_does_everything_later) {
  simulation world{1};
  simulated_process process{world};
  const instant began = world.now();
  instant seen{};
  process.after(1ms, [&] { seen = world.now(); });
  process.pause(10ms);
  world.run_for(9ms);
  EXPECT_TRUE(process.paused());
  EXPECT_EQ(seen, instant{});
  world.run_for(2ms);
  EXPECT_EQ(seen - began, 10ms);
}

TEST(simulated_process, that_is_killed_while_it_is_paused_never_wakes_up) {
  simulation world{1};
  simulated_process process{world};
  bool ran = false;
  process.after(1ms, [&] { ran = true; });
  process.pause(10ms);
  world.run_for(5ms);
  process.kill();
  world.run_for(20ms);
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace varve::testing
