#include "consumer_fixture.hpp"

namespace varve {
namespace {

TEST_F(consumer_test, saves_under_the_epoch_that_the_log_has_begun_since) {
  follows_from(3);
  consumer::seen page{2, mark(5), position{5}, true, epoch_of(9)};
  EXPECT_EQ(is(sales.on_read(page)), "deliver all");
  EXPECT_EQ(delivers(), "save 3 to 5");
  EXPECT_EQ(std::get<consumer::save>(step).to.epoch, epoch_of(9));
  EXPECT_EQ(sales.reached().epoch, epoch_of(9));
}

TEST_F(consumer_test, halts_when_another_event_stands_at_its_checkpoint) {
  starts(goal::stop);
  takes_over(40);
  EXPECT_EQ(is(sales.on_compare(consumer::history{log, event(41)})), "failed: wrong_epoch");
  EXPECT_NE(std::get<consumer::done>(step).why->message.find(id_of(40).to_string()), std::string::npos);
  EXPECT_NE(std::get<consumer::done>(step).why->message.find("sales"), std::string::npos);
}

TEST_F(consumer_test, halts_when_nothing_stands_at_its_checkpoint) {
  starts(goal::stop);
  takes_over(40);
  EXPECT_EQ(is(sales.on_compare(consumer::history{log, std::nullopt})), "failed: wrong_epoch");
}

TEST_F(consumer_test, halts_when_its_checkpoint_lies_beyond_the_head) {
  starts(goal::stop);
  takes_over(101);
  EXPECT_EQ(is(sales.on_compare(consumer::history{log, event(101)})), "failed: wrong_epoch");
}

TEST_F(consumer_test, goes_on_from_an_ancestor_up_to_the_shared_position_and_saves_under_the_new_epoch) {
  log.epoch = epoch_of(2);
  log.head.epoch = log.epoch;
  log.ancestors = {{ours, position{40}, id_of(40), "move"}};
  follows_from(40);
  EXPECT_EQ(shown, "read behind 40");
  EXPECT_EQ(std::get<consumer::read>(step).after.epoch, log.epoch);
  reads(1, 50, true);
  EXPECT_EQ(delivers(), "save 40 to 50");
  EXPECT_EQ(std::get<consumer::save>(step).to.epoch, log.epoch);
}

TEST_F(consumer_test, halts_when_it_went_past_what_an_ancestor_shares) {
  log.epoch = epoch_of(2);
  log.ancestors = {{ours, position{39}, id_of(39), "restore"}};
  starts(goal::stop);
  takes_over(40);
  EXPECT_EQ(is(sales.on_compare(consumer::history{log, event(40)})), "failed: wrong_epoch");
}

}  // namespace
}  // namespace varve
