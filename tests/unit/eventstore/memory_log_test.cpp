#include <varve/eventstore/memory_store.hpp>

#include "requests.hpp"

#include <gtest/gtest.h>

namespace varve {
namespace {

using engine::noted;

/// 1 to 2 in a, 3 deletes a, 4 to 5 in b.
std::shared_ptr<memory_log> log_of_five() {
  auto log = std::make_shared<memory_log>();
  memory_store store{log};
  store.append_and_wait(append_request::to("a", {noted(1), noted(2)}));
  store.append_and_wait(append_request::soft_delete("a"));
  store.append_and_wait(append_request::to("b", {noted(4), noted(5)}));
  EXPECT_EQ(store.info().value().head.position, position{5});
  return log;
}

TEST(memory_log, outlives_its_stores) {
  const auto log = log_of_five();
  EXPECT_EQ(memory_store{log}.info().value().events, 4);
}

TEST(memory_log, branches_into_a_log_that_shares_its_history_up_to_a_commit) {
  const auto log = log_of_five();
  const auto branch = log->branch(position{3}, "restore");
  memory_store old{log};
  memory_store restored{branch};
  const log_info info = restored.info().value();
  EXPECT_NE(info.epoch, old.info().value().epoch);
  EXPECT_EQ(info.head, (token{info.epoch, position{3}}));
  EXPECT_EQ(info.events, 2);
  EXPECT_EQ(info.ancestors, (std::vector<ancestor>{{old.info().value().epoch, position{3},
                                                    old.event_at(position{3}).value().id, "restore"}}));
  EXPECT_TRUE(restored.read_stream("a", {}, {}, {}).value().empty()) << "it was deleted before";
  EXPECT_TRUE(restored.find(std::vector{engine::id_of(2)}).value().front());
  EXPECT_FALSE(restored.find(std::vector{engine::id_of(4)}).value().front());
}

TEST(memory_log, goes_its_own_way_after_a_branch) {
  const auto log = log_of_five();
  const auto branch = log->branch(position{3}, "divergence");
  memory_store{branch}.append_and_wait(append_request::to("c", {noted()}));
  EXPECT_EQ(memory_store{branch}.event_at(position{4}).value().stream, "c");
  EXPECT_EQ(memory_store{log}.event_at(position{4}).value().stream, "b");
}

TEST(memory_log, refuses_a_token_from_behind_the_place_where_a_branch_began) {
  const auto log = log_of_five();
  memory_store old{log};
  memory_store restored{log->branch(position{3}, "restore")};
  const epoch before = old.info().value().epoch;
  EXPECT_TRUE(restored.read_log({before, position{3}}, {}, {}));
  EXPECT_EQ(restored.read_log({before, position{4}}, {}, {}).error().code, errc::wrong_epoch);
}

TEST(memory_log, branches_from_the_beginning) {
  const auto branch = log_of_five()->branch(position{0}, "restore");
  const log_info info = memory_store{branch}.info().value();
  EXPECT_EQ(info.head.position, position{0});
  ASSERT_EQ(info.ancestors.size(), 1U);
  EXPECT_EQ(info.ancestors.front().shared_id, event_id{});
}

TEST(memory_log, does_not_branch_inside_a_commit_or_beyond_its_ends) {
  const auto log = log_of_five();
  for (const std::int64_t place : {-1, 1, 4, 6})
    EXPECT_THROW(static_cast<void>(log->branch(position{place}, "restore")), failure) << place;
}

}  // namespace
}  // namespace varve
