#include <varve/eventstore/import_batch.hpp>
#include <varve/eventstore/memory_store.hpp>

#include <gtest/gtest.h>

namespace varve {
namespace {

TEST(event_store, that_neither_imports_nor_compacts_says_so) {
  memory_store store;
  event_store& bare = store;
  EXPECT_EQ(bare.event_store::import_commits({}).error().code, errc::unsupported);
  EXPECT_EQ(bare.event_store::compact({}, {}).error().code, errc::unsupported);
}

}  // namespace
}  // namespace varve
