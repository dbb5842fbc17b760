#include <varve/eventstore/memory_store.hpp>

#include "requests.hpp"
#include "store_in_child.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <vector>

namespace varve {
namespace {

/// A second passes between two looks.
class passing_clock final : public clock {
 public:
  [[nodiscard]] timestamp now() const override { return system_clock().now(); }
  [[nodiscard]] instant steady() const override { return instant{std::chrono::seconds{++looks_}}; }
  bool wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
            instant until) const override {
    return system_clock().wait(lock, condition, until);
  }

 private:
  mutable std::atomic<int> looks_ = 0;
};

TEST(memory_store, ends_a_read_at_its_deadline_also_in_the_middle) {
  const auto log = std::make_shared<memory_log>();
  memory_store{log}.append_and_wait(append_request::to("a", std::vector<new_event>(3'000, engine::noted())));
  const passing_clock time;
  memory_store store{log, {.env = {.clock = &time}}};
  const auto come = [](const result<page>& read) { return !read && read.error().code == errc::timeout; };
  const auto soon = [&] { return time.steady() + std::chrono::seconds{3}; };
  EXPECT_TRUE(come(store.read_log({}, {}, {.limit = 3'000, .deadline = soon()})));
  EXPECT_TRUE(come(store.read_log({}, {}, {.limit = 3'000, .whole_commits = true, .deadline = soon()})));
  EXPECT_TRUE(come(store.read_stream("a", {}, {}, {.limit = 3'000, .deadline = soon()})));
  EXPECT_TRUE(store.read_log({}, {}, {.limit = 1'000, .deadline = soon()}));
}

TEST(memory_store, is_not_used_after_a_fork) {
  std::unique_ptr<event_store> store = std::make_unique<memory_store>();
  store->append_and_wait(append_request::to("a", {engine::noted(1)}));
  EXPECT_TRUE(testing::is_refused_in_a_child(store));
  store->append_and_wait(append_request::to("a", {engine::noted(2)}));
  EXPECT_EQ(store->info().value().head.position, position{2});
}

}  // namespace
}  // namespace varve
