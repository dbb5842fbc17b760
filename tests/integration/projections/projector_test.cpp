#include "projector_fixture.hpp"

#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

/// How often each stream was cut back.
struct deletions {
  using events = varve::events<stream_deleted, stream_truncated>;
  static constexpr std::string_view name = "deletions";
  static constexpr int version = 1;
  struct row {
    std::int64_t times = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(times)); }
  };
  std::string_view key_of(const stream_deleted& e) const { return e.stream; }
  std::string_view key_of(const stream_truncated& e) const { return e.stream; }
  void evolve(row& r, const auto&) const { ++r.times; }
};

TEST_F(projector_test, folds_sql_and_keyed_views_to_the_head) {
  trade(50);
  projector all{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  EXPECT_EQ(all.poll(), head());
  EXPECT_EQ(seen(), views);
}

TEST_F(projector_test, shows_an_empty_view_from_the_first_moment) {
  projector{log(), db, how, revenue{}}.poll();
  EXPECT_EQ(db.read([](auto& tx) { return tx.template query_one<int>("SELECT count(*) FROM revenue"); }), 0);
}

TEST_F(projector_test, goes_on_with_each_poll) {
  projector all{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  for (std::uint64_t round = 1; round <= 5; ++round) {
    trade(10, round);
    all.poll();
    EXPECT_EQ(seen(), views);
  }
}

TEST_F(projector_test, goes_on_from_its_checkpoint_in_another_process) {
  for (std::uint64_t round = 1; round <= 5; ++round) {
    trade(10, round);
    projector{log(), db, how, order_lines{}, revenue{}, open_orders{}}.poll();
    EXPECT_EQ(seen(), views);
  }
}

TEST_F(projector_test, saves_a_checkpoint_at_the_edge_of_a_commit_though_its_last_event_is_none_of_its_own) {
  place("1", "FR", 5);
  note("last");
  projector{log(), db, how, revenue{}}.poll();
  const auto at = saved("revenue");
  ASSERT_TRUE(at);
  EXPECT_EQ(at->position, position{2});
  EXPECT_EQ(at->epoch, head().epoch);
  EXPECT_EQ(at->id, log().event_at(position{2})->id);
}

TEST_F(projector_test, writes_nothing_when_there_is_no_news) {
  trade(5);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  const auto before = saved("revenue");
  sales.poll();
  EXPECT_EQ(saved("revenue"), before);
}

TEST_F(projector_test, writes_a_keyed_view_whenever_it_holds_as_many_changed_rows_as_it_may) {
  how.most_rows = 2;
  how.page_size = 3;
  trade(40);
  projector{log(), db, how, revenue{}, open_orders{}}.poll();
  EXPECT_EQ(seen().revenue, views.revenue);
  EXPECT_EQ(seen().open, views.open);
}

TEST_F(projector_test, writes_a_keyed_view_whenever_it_holds_as_much_memory_as_it_may) {
  how.most_bytes = 1;
  how.page_size = 3;
  trade(40);
  projector{log(), db, how, open_orders{}}.poll();
  EXPECT_EQ(seen().open, views.open);
  EXPECT_GT(metrics.named("varve.projection.batch.duration").size(), 10U);
}

TEST_F(projector_test, follows_the_log_until_told_to_stop) {
  use_real_time();
  projector all{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  std::optional<error> end = error{errc::stopped, "has not ended"};
  {
    std::jthread live{[&](std::stop_token stop) { end = all.run(stop); }};
    trade(50);
    EXPECT_TRUE(all.wait_for(head(), 30s));
    EXPECT_EQ(seen(), views);
    trade(50, 2);
    EXPECT_TRUE(all.wait_for(head(), 30s));
    EXPECT_EQ(seen(), views);
  }
  EXPECT_FALSE(end);
}

TEST_F(projector_test, handles_the_library_s_own_events_when_it_lists_them) {
  place("1", "FR", 5);
  (void)log().append_and_wait(append_request::truncate("order-1", revision{1}));
  (void)log().append_and_wait(append_request::soft_delete("order-1"));
  (void)log().append_and_wait(append_request::hard_delete("order-2"));
  projector{log(), db, how, deletions{}, revenue{}}.poll();
  EXPECT_EQ(db.read([](auto& tx) {
    return tx.template query_one<int>("SELECT times FROM deletions WHERE key = 'order-1'");
  }),
            2);
  EXPECT_EQ(db.read([](auto& tx) { return tx.template query_one<int>("SELECT count(*) FROM deletions"); }),
            1);
}

TEST_F(projector_test, says_how_it_stands) {
  projector all{log(), db, how, revenue{}, order_lines{}};
  EXPECT_EQ(all.status()->at(0).live, std::nullopt);
  place("1", "FR", 5);
  all.poll();
  note("no business of these");
  time.advance(90s);
  place("2", "FR", 5);
  time.advance(10s);
  place("3", "FR", 5);
  time.advance(5s);
  const auto status = all.status().value();
  ASSERT_EQ(status.size(), 2U);
  EXPECT_EQ(status[0].name, "revenue");
  EXPECT_EQ(status[1].name, "order_lines");
  for (const auto& each : status) {
    EXPECT_EQ(each.state, projection_state::idle);
    EXPECT_EQ(each.live, 1);
    EXPECT_EQ(each.version, 1);
    EXPECT_FALSE(each.rebuild_due);
    EXPECT_EQ(each.at.position, position{1});
    EXPECT_EQ(each.head, position{4});
    EXPECT_EQ(each.lag, 3);
    EXPECT_EQ(each.lag_age, 15s);
  }
  all.poll();
  EXPECT_EQ(all.status()->at(0).lag, 0);
  EXPECT_EQ(all.status()->at(0).lag_age, 0s);
}

TEST_F(projector_test, says_how_all_in_a_database_stand_to_who_does_not_know_their_code) {
  EXPECT_TRUE(status_of(log(), db, time)->empty());
  place("1", "FR", 5);
  projector all{log(), db, how, revenue{}, order_lines{}};
  all.poll();
  all.rebuild("revenue");
  note("of no business to these");
  time.advance(90s);
  const auto status = status_of(log(), db, time).value();
  ASSERT_EQ(status.size(), 2U);
  EXPECT_EQ(status[0].name, "order_lines");
  EXPECT_EQ(status[0].live, 1);
  EXPECT_EQ(status[1].name, "revenue");
  EXPECT_EQ(status[1].live, 2);
  EXPECT_EQ(status[1].previous, 1);
  EXPECT_EQ(status[1].building, std::nullopt);
  for (const auto& each : status) {
    EXPECT_EQ(each.version, 1);
    EXPECT_EQ(each.at.position, position{1});
    EXPECT_EQ(each.lag, 1);
    EXPECT_EQ(each.lag_age, 90s);
  }
}

TEST_F(projector_test, measures_itself_under_the_agreed_names) {
  trade(5);
  projector{log(), db, how, revenue{}}.poll();
  EXPECT_EQ(metrics.named("varve.projection.position").back().value,
            static_cast<double>(head().position.value()));
  EXPECT_EQ(metrics.named("varve.projection.lag").back().value, 0);
  EXPECT_EQ(metrics.named("varve.projection.lag.age").back().value, 0);
  EXPECT_EQ(metrics.sum("varve.projection.events"), static_cast<double>(views.lines.size()));
  EXPECT_EQ(metrics.named("varve.projection.events").back().labels.at("projection"), "revenue");
  EXPECT_FALSE(metrics.named("varve.projection.batch.duration").empty());
}

TEST_F(projector_test, writes_a_line_for_each_change_of_its_life_and_no_payload) {
  trade(5);
  projector{log(), db, how, revenue{}}.poll();
  EXPECT_EQ(lines.count("projection `revenue` (generation 1) begins behind position 0"), 1U);
  EXPECT_EQ(lines.count("projection `revenue` (generation 1) caught up at position"), 1U);
  for (const auto& line : lines.lines()) EXPECT_EQ(line.text.find("cents"), std::string::npos) << line.text;
}

// wait_for

TEST_F(projector_test, waiting_for_what_is_there_returns_at_once) {
  const auto done = place("1", "FR", 5);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  EXPECT_EQ(sales.wait_for(done.token, 0s).value(), done.token);
}

TEST_F(projector_test, waiting_too_long_is_a_timeout_that_says_how_far_it_has_come) {
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  const auto done = place("1", "FR", 5);
  const auto waited = sales.wait_for(done.token, 0s);
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().code, errc::timeout);
  EXPECT_NE(waited.error().message.find("`revenue` has come to position 0"), std::string::npos)
      << waited.error().message;
}

TEST_F(projector_test, waiting_is_for_all_projections_of_a_projector) {
  const auto done = place("1", "FR", 5);
  projector{log(), db, how, revenue{}}.poll();
  projector both{log(), db, how, revenue{}, order_lines{}};
  EXPECT_EQ(both.wait_for(done.token, 0s).error().code, errc::timeout);
  both.poll();
  EXPECT_TRUE(both.wait_for(done.token, 0s));
}

TEST_F(projector_test, waiting_for_a_token_of_another_log_is_wrong_epoch) {
  projector sales{log(), db, how, revenue{}};
  EXPECT_EQ(sales.wait_for({epoch::random(random), position{1}}, 0s).error().code, errc::wrong_epoch);
  EXPECT_EQ(sales.wait_for({head().epoch, position{1}}, 0s).error().code, errc::wrong_epoch)
      << "beyond the head";
}

TEST_F(projector_test, waiting_hears_of_what_another_projector_wrote) {
  use_real_time();
  const auto done = place("1", "FR", 5);
  projector reader{log(), db, how, revenue{}};
  std::jthread other{[&] { projector{log(), db, how, revenue{}}.poll(); }};
  EXPECT_TRUE(reader.wait_for(done.token, 30s));
}

// Another history

TEST_F(projector_test, halts_when_its_checkpoint_is_of_another_log) {
  trade(3);
  projector{log(), db, how, revenue{}}.poll();
  memory_store other{memory_store_options{.env = env}};
  const auto why = error_of([&] { projector{other, db, how, revenue{}}.poll(); });
  EXPECT_EQ(why.code, errc::wrong_epoch);
  EXPECT_NE(why.message.find("`revenue`"), std::string::npos);
}

TEST_F(projector_test, goes_on_over_a_new_epoch_that_shares_its_checkpoint) {
  trade(3);
  projector{log(), db, how, revenue{}}.poll();
  store = std::make_unique<memory_store>(memory->branch(head().position, "move", random),
                                         memory_store_options{.env = env});
  trade(3, 2);
  projector{log(), db, how, revenue{}}.poll();
  EXPECT_EQ(seen().revenue, views.revenue);
  EXPECT_EQ(saved("revenue")->epoch, head().epoch);
}

TEST_F(projector_test, halts_when_the_log_was_set_back_before_its_checkpoint) {
  const auto early = place("1", "FR", 5);
  trade(3);
  projector{log(), db, how, revenue{}}.poll();
  store = std::make_unique<memory_store>(memory->branch(early.last, "restore", random),
                                         memory_store_options{.env = env});
  EXPECT_EQ(error_of([&] { projector{log(), db, how, revenue{}}.poll(); }).code, errc::wrong_epoch);
}

}  // namespace
}  // namespace varve::shop
