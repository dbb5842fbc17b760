#include "moving_fixture.hpp"

#include <utility>

namespace varve::shop {
namespace {

TEST_F(moving_test, projections_go_on_from_their_checkpoints_through_a_file_and_back) {
  trade(30);
  follow();
  trade(10, 2);  // they stand behind the head when the log moves
  move_to(file_log("moved.db"));
  trade(10, 3);
  follow();
  move_to(std::make_unique<memory_store>(memory_store_options{.env = env}));
  trade(10, 4);
  follow();
}

TEST_F(moving_test, a_source_that_lives_on_is_not_mistaken_for_the_log_that_moved) {
  trade(20);
  expect_a_source_that_lives_on_to_be_refused(move_to(file_log("moved.db")));
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
