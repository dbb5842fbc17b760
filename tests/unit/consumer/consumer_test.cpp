#include <varve/eventstore/consumer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace varve {
namespace {

using namespace std::chrono_literals;

class hand_clock final : public clock {
 public:
  [[nodiscard]] timestamp now() const override { return {}; }
  [[nodiscard]] instant steady() const override { return time; }
  bool wait(std::unique_lock<std::mutex>&, std::condition_variable&, instant) const override { return false; }

  instant time{};
};

/// Always draws the largest byte: a back-off without jitter.
class top_random final : public random_source {
 public:
  void fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{255}); }
};

epoch epoch_of(int n) {
  epoch e;
  e.value.bytes[0] = static_cast<std::uint8_t>(n);
  return e;
}

event_id id_of(std::int64_t position) {
  event_id id;
  if (position > 0) id.value.bytes[15] = static_cast<std::uint8_t>(position);
  return id;
}

log_mark mark(std::int64_t at) {
  return {position{at}, id_of(at)};
}

event_ref event(std::int64_t at) {
  event_ref ref;
  ref.position = position{at};
  ref.id = id_of(at);
  return ref;
}

std::string text(position p) {
  return p == position::max() ? "all" : std::to_string(p.value());
}

struct describe {
  std::string operator()(const consumer::take_over&) const { return "take over"; }
  std::string operator()(const consumer::compare& s) const { return "compare " + text(s.at); }
  std::string operator()(const consumer::read& s) const { return "read behind " + text(s.after.position); }
  std::string operator()(const consumer::deliver& s) const { return "deliver " + text(s.before); }
  std::string operator()(const consumer::look_up& s) const { return "look up " + text(s.at); }
  std::string operator()(const consumer::save& s) const {
    return "save " + text(s.from.position) + " to " + text(s.to.position);
  }
  std::string operator()(const consumer::wait& s) const { return "wait behind " + text(s.after.position); }
  std::string operator()(const consumer::back_off&) const { return "back off"; }
  std::string operator()(const consumer::done& s) const {
    return s.why ? "failed: " + std::string{to_string(s.why->code)} : "done";
  }
};

/// Drives a consumer by hand; each answer becomes a readable text.
class consumer_test : public testing::Test {
 protected:
  using goal = consumer::goal;

  const std::string& is(consumer::step next) {
    step = std::move(next);
    return shown = std::visit(describe{}, step);
  }

  const std::string& starts(goal what) { return is(sales.start(what)); }
  const std::string& takes_over(std::int64_t at, std::int64_t version = 1) {
    return is(sales.on_take_over(checkpoint{at > 0 ? ours : epoch{}, position{at}, id_of(at), version}));
  }
  const std::string& compares() {
    const auto at = std::get<consumer::compare>(step).at;
    consumer::history found{log, std::nullopt};
    if (at > position{}) found.event = event(at.value());
    return is(sales.on_compare(found));
  }
  const std::string& reads(std::size_t events, std::optional<std::int64_t> edge, bool end,
                           std::int64_t head = 100) {
    consumer::seen page{events, std::nullopt, position{head}, end};
    if (edge) page.edge = mark(*edge);
    return is(sales.on_read(page));
  }
  const std::string& delivers(bool full = false) {
    return is(sales.on_deliver(consumer::delivered{.full = full}));
  }
  const std::string& saves() { return is(sales.on_save({})); }

  /// From the start to its first read.
  void follows_from(std::int64_t at, goal what = goal::stop) {
    starts(what);
    takes_over(at);
    compares();
  }

  hand_clock time;
  top_random random;
  environment env{.clock = &time, .random = &random};
  consumer_options how;
  epoch ours = epoch_of(1);
  log_info log{.epoch = ours, .ancestors = {}, .head = {ours, position{100}}};
  consumer sales{{"sales"}, how, env};
  consumer::step step;
  std::string shown;
};

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

// Proof of the history

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

// An event that cannot be handled

TEST_F(consumer_test, saves_what_stands_before_a_refused_event_then_fails) {
  follows_from(10);
  reads(5, 30, false);
  EXPECT_EQ(is(sales.on_refuse({{errc::handler_threw, "no"}, position{21}, true})), "look up 20");
  EXPECT_EQ(is(sales.on_look_up(event(20))), "save 10 to 20");
  EXPECT_EQ(saves(), "failed: handler_threw");
  EXPECT_EQ(sales.saved().position, position{20});
}

TEST_F(consumer_test, fails_at_once_when_the_refused_event_is_the_next_one) {
  follows_from(10);
  reads(5, 30, false);
  EXPECT_EQ(is(sales.on_refuse({{errc::handler_threw, "no"}, position{11}, true})), "failed: handler_threw");
}

TEST_F(consumer_test, tries_a_refused_event_again_when_the_reason_may_pass) {
  follows_from(10);
  reads(5, 30, false);
  is(sales.on_refuse({{errc::unavailable, "later"}, position{21}, true}));
  is(sales.on_look_up(event(20)));
  EXPECT_EQ(saves(), "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

TEST_F(consumer_test, delivers_again_up_to_a_refused_event_when_its_effects_were_rolled_back) {
  follows_from(10, goal::head);
  reads(5, 30, false);
  delivers(false);
  reads(5, 60, false);
  EXPECT_EQ(is(sales.on_refuse({{errc::undecodable, "no"}, position{41}})), "take over");
  takes_over(10, 2);
  compares();
  EXPECT_EQ(reads(5, 30, false), "deliver 41");
  EXPECT_EQ(delivers(false), "read behind 30");
  EXPECT_EQ(reads(5, 60, false), "deliver 41");
  EXPECT_EQ(delivers(false), "look up 40");
  EXPECT_EQ(is(sales.on_look_up(event(40))), "save 10 to 40");
  EXPECT_EQ(saves(), "failed: undecodable");
}

TEST_F(consumer_test, forgets_a_refused_event_that_another_runner_got_past) {
  follows_from(10);
  reads(5, 60, false);
  is(sales.on_refuse({{errc::undecodable, "no"}, position{41}}));
  takes_over(50, 4);
  compares();
  EXPECT_EQ(reads(5, 60, false), "deliver all");
}

TEST_F(consumer_test, a_new_run_tries_the_refused_event_again) {
  follows_from(10);
  reads(5, 30, false);
  is(sales.on_refuse({{errc::undecodable, "no"}, position{11}, true}));
  follows_from(10);
  EXPECT_EQ(reads(5, 30, false), "deliver all");
}

// Failures

TEST_F(consumer_test, a_poll_that_is_overtaken_ends_fenced) {
  follows_from(0, goal::head);
  reads(1, 100, true);
  delivers();
  EXPECT_EQ(is(sales.on_save(fenced({"sales"}))), "failed: fenced");
}

TEST_F(consumer_test, a_poll_that_was_overtaken_since_the_last_one_takes_over_again) {
  follows_from(0, goal::head);
  reads(1, 100, true);
  delivers();
  saves();
  starts(goal::head);
  reads(1, 101, true, 101);
  delivers();
  EXPECT_EQ(is(sales.on_save(fenced({"sales"}))), "take over");
}

TEST_F(consumer_test, a_run_that_is_overtaken_begins_again_from_the_checkpoint_after_a_back_off) {
  follows_from(0);
  reads(1, 100, true);
  delivers();
  EXPECT_EQ(is(sales.on_save(fenced({"sales"}))), "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

TEST_F(consumer_test, backs_off_twice_as_long_each_time_up_to_the_longest) {
  std::chrono::nanoseconds expected = how.first_back_off;
  starts(goal::stop);
  for (int i = 0; i < 12; ++i) {
    is(sales.on_take_over(error{errc::unavailable, "locked"}));
    EXPECT_EQ(std::get<consumer::back_off>(step).until - time.time, expected);
    expected = std::min(expected * 2, how.longest_back_off);
    is(sales.on_back_off());
  }
  EXPECT_EQ(expected, how.longest_back_off);
}

TEST_F(consumer_test, backs_off_shortly_again_once_it_has_worked_for_longer_than_the_longest) {
  starts(goal::stop);
  is(sales.on_take_over(error{errc::unavailable, "locked"}));
  is(sales.on_back_off());
  time.time += how.longest_back_off + 1ns;
  takes_over(0);
  compares();
  reads(1, 100, true);
  delivers();
  saves();
  is(sales.on_wait());
  is(sales.on_read(error{errc::unavailable, "locked"}));
  EXPECT_EQ(std::get<consumer::back_off>(step).until - time.time, how.first_back_off);
}

/// Brings a consumer to the step of that name and fails it there.
class consumer_failure_test : public consumer_test, public testing::WithParamInterface<std::string> {
 protected:
  const std::string& fails(goal what, const error& why) {
    starts(what);
    if (GetParam() == "take_over") return is(sales.on_take_over(why));
    takes_over(10);
    if (GetParam() == "compare") return is(sales.on_compare(why));
    compares();
    if (GetParam() == "read") return is(sales.on_read(why));
    reads(5, 30, false);
    if (GetParam() == "deliver") return is(sales.on_deliver(why));
    if (GetParam() == "refuse") return is(sales.on_refuse({why, position{11}, true}));
    if (GetParam() == "look_up") {
      is(sales.on_refuse({why, position{21}, true}));
      return is(sales.on_look_up(why));
    }
    delivers(true);
    return is(sales.on_save(why));
  }
};

TEST_P(consumer_failure_test, ends_a_poll_with_what_happened_and_to_whom) {
  fails(goal::head, {errc::unavailable, "locked"});
  ASSERT_EQ(shown, "failed: unavailable");
  EXPECT_EQ(std::get<consumer::done>(step).why->message, "`sales`: locked");
}

TEST_P(consumer_failure_test, is_tried_again_from_the_checkpoint_by_a_run_when_it_may_pass) {
  fails(goal::stop, {errc::unavailable, "locked"});
  ASSERT_EQ(shown, "back off");
  EXPECT_EQ(is(sales.on_back_off()), "take over");
}

TEST_P(consumer_failure_test, ends_a_run_when_no_retry_mends_it) {
  fails(goal::stop, {errc::corrupt, "flipped bit"});
  EXPECT_EQ(shown, "failed: corrupt");
}

TEST_P(consumer_failure_test, leads_the_next_poll_to_take_over_again) {
  fails(goal::head, {errc::unavailable, "locked"});
  EXPECT_EQ(starts(goal::head), "take over");
}

std::string name_of(const testing::TestParamInfo<std::string>& tested) {
  return tested.param;
}

INSTANTIATE_TEST_SUITE_P(every_step, consumer_failure_test,
                         testing::Values("take_over", "compare", "read", "deliver", "refuse", "look_up",
                                         "save"),
                         name_of);

}  // namespace
}  // namespace varve
