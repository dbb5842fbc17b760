#include "moving_fixture.hpp"

#include <algorithm>
#include <utility>

namespace varve::shop {
namespace {

TEST_F(moving_test, projections_go_on_from_their_checkpoints_through_a_file_and_back) {
  trade(30);
  follow();
  trade(10, 2);  // they stand behind the head when the log moves
  const lines_of_log first = exported(log());

  auto file = file_log("moved.db");
  import_into(*file, first);
  store = std::move(file);
  trade(10, 3);
  follow();
  const lines_of_log second = exported(log());
  ASSERT_GT(second.size(), first.size());
  EXPECT_TRUE(std::equal(first.begin() + 1, first.end(), second.begin() + 1))
      << "the same lines, byte by byte";

  auto back = std::make_unique<memory_store>(memory_store_options{.env = env});
  import_into(*back, second);
  store = std::move(back);
  trade(10, 4);
  follow();
  const lines_of_log third = exported(log());
  EXPECT_TRUE(std::equal(second.begin() + 1, second.end(), third.begin() + 1));
}

TEST_F(moving_test, a_source_that_lives_on_is_not_mistaken_for_the_log_that_moved) {
  trade(20);
  auto file = file_log("moved.db");
  import_into(*file, exported(log()));
  auto source = std::exchange(store, std::move(file));
  trade(5, 2);
  follow();
  std::swap(source, store);
  note("the source goes on by itself");
  projector late{log(), db, how, revenue{}};
  EXPECT_EQ(late.try_poll().error().code, errc::wrong_epoch);
}

TEST_F(moving_test, a_projection_that_followed_the_source_further_is_refused) {
  trade(20);
  auto file = file_log("moved.db");
  import_into(*file, exported(log()));
  trade(5, 2);
  follow();
  store = std::move(file);
  note("the moved log goes its own way");
  projector late{log(), db, how, revenue{}};
  EXPECT_EQ(late.try_poll().error().code, errc::wrong_epoch);
}

}  // namespace
}  // namespace varve::shop
