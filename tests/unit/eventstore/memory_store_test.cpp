#include <varve/eventstore/memory_store.hpp>

#include "requests.hpp"
#include "store_in_child.hpp"

#include <gtest/gtest.h>

namespace varve {
namespace {

TEST(memory_store, is_not_used_after_a_fork) {
  std::unique_ptr<event_store> store = std::make_unique<memory_store>();
  store->append_and_wait(append_request::to("a", {engine::noted(1)}));
  EXPECT_TRUE(testing::is_refused_in_a_child(store));
  store->append_and_wait(append_request::to("a", {engine::noted(2)}));
  EXPECT_EQ(store->info().value().head.position, position{2});
}

}  // namespace
}  // namespace varve
