#include "consumer_fixture.hpp"

namespace varve {
namespace {

TEST_F(consumer_test, takes_over_then_proves_the_history_then_reads_behind_its_checkpoint) {
  EXPECT_EQ(starts(goal::head), "take over");
  EXPECT_EQ(takes_over(40), "compare 40");
  EXPECT_EQ(compares(), "read behind 40");
  EXPECT_EQ(std::get<consumer::read>(step).after.epoch, ours);
}

TEST_F(consumer_test, begins_before_the_first_event_when_it_has_no_checkpoint) {
  starts(goal::head);
  EXPECT_EQ(takes_over(0), "compare 0");
  EXPECT_EQ(compares(), "read behind 0");
}

TEST_F(consumer_test, saves_at_the_edge_of_the_page_under_its_own_version_and_the_epoch_of_the_log) {
  starts(goal::head);
  takes_over(0, 7);
  compares();
  EXPECT_EQ(reads(3, 9, false), "deliver all");
  EXPECT_EQ(delivers(true), "save 0 to 9");
  const auto& wanted = std::get<consumer::save>(step);
  EXPECT_EQ(wanted.from, (checkpoint{{}, position{}, {}, 7}));
  EXPECT_EQ(wanted.to, (checkpoint{ours, position{9}, id_of(9), 7}));
  EXPECT_EQ(saves(), "read behind 9");
  EXPECT_EQ(sales.saved().position, position{9});
}

TEST_F(consumer_test, gathers_pages_while_it_catches_up_until_the_receiver_is_full) {
  follows_from(0);
  reads(3, 10, false);
  EXPECT_EQ(delivers(false), "read behind 10");
  EXPECT_EQ(sales.saved().position, position{0});
  reads(3, 20, false);
  EXPECT_EQ(delivers(true), "save 0 to 20");
}

TEST_F(consumer_test, saves_what_it_gathered_after_the_longest_time_unsaved) {
  follows_from(0);
  time.time += how.longest_unsaved;
  reads(3, 10, false);
  EXPECT_EQ(delivers(false), "save 0 to 10");
}

TEST_F(consumer_test, a_poll_saves_and_ends_where_nothing_more_stands) {
  follows_from(90, goal::head);
  reads(2, 100, true);
  EXPECT_EQ(delivers(), "save 90 to 100");
  EXPECT_EQ(saves(), "done");
}

TEST_F(consumer_test, a_poll_ends_at_the_head_that_its_first_read_showed_though_writers_go_on) {
  follows_from(0, goal::head);
  reads(5, 60, false, 100);
  EXPECT_EQ(delivers(), "read behind 60");
  reads(5, 120, false, 170);
  EXPECT_EQ(delivers(), "save 0 to 120");
  EXPECT_EQ(saves(), "done");
}

TEST_F(consumer_test, a_poll_without_news_writes_nothing) {
  follows_from(100, goal::head);
  EXPECT_EQ(reads(0, std::nullopt, true), "done");
}

TEST_F(consumer_test, a_poll_saves_how_far_it_looked_though_nothing_matched) {
  follows_from(10, goal::head);
  EXPECT_EQ(reads(0, 100, true), "save 10 to 100");
  EXPECT_EQ(saves(), "done");
}

TEST_F(consumer_test, a_page_without_events_moves_the_next_read_on) {
  follows_from(10);
  EXPECT_EQ(reads(0, 60, false), "read behind 60");
}

TEST_F(consumer_test, a_page_whose_events_are_not_its_own_is_saved_like_an_idle_advance) {
  follows_from(90);
  reads(3, 100, true);
  EXPECT_EQ(is(sales.on_deliver(consumer::delivered{.touched = false})), "wait behind 100");
  EXPECT_EQ(std::get<consumer::wait>(step).until, time.time + how.idle_save);
}

TEST_F(consumer_test, a_second_poll_goes_on_without_taking_over) {
  follows_from(0, goal::head);
  reads(1, 100, true);
  delivers();
  saves();
  EXPECT_EQ(starts(goal::head), "read behind 100");
}

TEST_F(consumer_test, waits_at_the_head_and_reads_when_woken_up) {
  follows_from(90);
  reads(1, 100, true);
  EXPECT_EQ(delivers(), "save 90 to 100");
  EXPECT_EQ(saves(), "wait behind 100");
  EXPECT_EQ(std::get<consumer::wait>(step).until, time.time + how.longest_wait);
  EXPECT_EQ(is(sales.on_wait()), "read behind 100");
}

TEST_F(consumer_test, saves_an_idle_advance_at_the_head_only_every_so_often) {
  follows_from(90);
  EXPECT_EQ(reads(0, 95, true), "wait behind 95");
  EXPECT_EQ(std::get<consumer::wait>(step).until, time.time + how.idle_save);
  time.time += how.idle_save;
  EXPECT_EQ(is(sales.on_wait()), "read behind 95");
  EXPECT_EQ(reads(0, std::nullopt, true), "save 90 to 95");
}

TEST_F(consumer_test, writes_nothing_however_often_it_looks_at_a_log_that_does_not_grow) {
  follows_from(100);
  for (int looks = 0; looks < 50; ++looks) {
    EXPECT_EQ(reads(0, std::nullopt, true), "wait behind 100");
    EXPECT_EQ(std::get<consumer::wait>(step).until, time.time + how.longest_wait);
    time.time += how.longest_wait;
    EXPECT_EQ(is(sales.on_wait()), "read behind 100");
  }
}

TEST_F(consumer_test, told_to_stop_it_saves_what_it_gathered_and_ends) {
  follows_from(0);
  reads(3, 10, false);
  delivers(false);
  sales.stop();
  reads(3, 20, false);
  EXPECT_EQ(delivers(false), "save 0 to 20");
  EXPECT_EQ(saves(), "done");
}

TEST_F(consumer_test, told_to_stop_it_does_not_read_again) {
  follows_from(90);
  reads(1, 100, true);
  delivers();
  saves();
  sales.stop();
  EXPECT_EQ(is(sales.on_wait()), "done");
}

TEST_F(consumer_test, told_to_stop_while_it_waits_it_saves_its_idle_advance) {
  follows_from(90);
  reads(0, 95, true);
  sales.stop();
  EXPECT_EQ(is(sales.on_wait()), "save 90 to 95");
  EXPECT_EQ(saves(), "done");
}

TEST_F(consumer_test, told_to_stop_while_it_backs_off_it_ends) {
  starts(goal::stop);
  is(sales.on_take_over(error{errc::unavailable, "locked"}));
  sales.stop();
  EXPECT_EQ(is(sales.on_back_off()), "done");
}

// Under a lease

TEST_F(consumer_test, a_leased_run_begins_by_taking_over_whatever_came_before) {
  follows_from(0, goal::head);
  reads(1, 100, true);
  delivers();
  saves();
  EXPECT_EQ(starts(goal::leased), "take over");
}

TEST_F(consumer_test, a_leased_run_ends_when_it_was_overtaken_for_only_the_lease_says_who_may_go_on) {
  follows_from(0, goal::leased);
  reads(3, 10, false);
  delivers(true);
  EXPECT_EQ(is(sales.on_save(error{errc::fenced, "overtaken"})), "failed: fenced");
}

TEST_F(consumer_test, a_leased_run_tries_again_what_else_may_pass) {
  follows_from(0, goal::leased);
  EXPECT_EQ(is(sales.on_read(error{errc::unavailable, "locked"})), "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

}  // namespace
}  // namespace varve
