#include <varve/eventstore/slice_cut.hpp>

#include "projector_fixture.hpp"

#include <map>
#include <set>
#include <stdexcept>
#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

struct cut_lines : order_lines {
  static constexpr int partitions = 4;
};
struct cut_revenue : revenue {
  static constexpr int partitions = 8;
};
struct cut_open : open_orders {
  static constexpr int partitions = 2;
};

/// Writes SQL, cut by a key of its own: what each country brought.
struct takings {
  using events = varve::events<placed, cancelled>;
  static constexpr std::string_view name = "takings";
  static constexpr int version = 1;
  static constexpr int partitions = 4;

  std::string_view partition_key(const placed& e) const { return e.country; }
  std::string partition_key(const recorded<cancelled>& e) const { return e->country; }

  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {takings}(country TEXT PRIMARY KEY, cents INTEGER NOT NULL)");
  }
  void apply(sqlite::transaction& tx, const recorded<placed>& e) { add(tx, e->country, e->cents); }
  void apply(sqlite::transaction& tx, const recorded<cancelled>& e) { add(tx, e->country, -e->cents); }

  static void add(sqlite::transaction& tx, std::string_view country, std::int64_t cents) {
    tx.exec("INSERT INTO {takings} VALUES(?1, ?2) ON CONFLICT DO UPDATE SET cents = cents + ?2", country,
            cents);
  }
};

/// Refuses one country's orders, as long as it is told to.
bool refuses_britain = true;
struct picky_cut_revenue : cut_revenue {
  using cut_revenue::evolve;
  void evolve(row& r, const placed& e) const {
    if (refuses_britain && e.country == "GB") throw std::runtime_error{"not this one"};
    cut_revenue::evolve(r, e);
  }
};

/// Each event touches two rows, of keys that are no texts.
struct by_number {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "by_number";
  static constexpr int version = 1;
  static constexpr int partitions = 16;
  struct row {
    std::int64_t orders = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(orders)); }
  };
  std::vector<std::int64_t> key_of(const placed& e) const { return {e.cents % 10, 10 + e.cents % 3}; }
  void evolve(row& r, const placed&) const { ++r.orders; }
};

class partition_test : public projector_test {
 protected:
  std::vector<slice_checkpoint> ranges(const std::string& projection, std::int64_t generation = 1) {
    return db.begin_read()->checkpoints(projection, generation);
  }
  std::set<std::int64_t> positions(const std::string& projection) {
    std::set<std::int64_t> all;
    for (const auto& each : ranges(projection)) all.insert(each.place.position.value());
    return all;
  }
};

TEST_F(partition_test, folds_what_it_would_fold_in_one_piece) {
  trade(60);
  projector cut{log(), db, how, cut_lines{}, cut_revenue{}, cut_open{}};
  cut.poll();
  EXPECT_EQ(seen(), views);
  trade(20, 2);
  EXPECT_EQ(cut.poll(), head());
  EXPECT_EQ(seen(), views);
  EXPECT_EQ(ranges("order_lines").size(), 4U);
  EXPECT_EQ(ranges("revenue").size(), 8U);
}

TEST_F(partition_test, of_sql_may_be_by_a_key_of_its_own) {
  trade(60);
  projector{log(), db, how, takings{}}.poll();
  std::map<std::string, std::int64_t> found;
  db.read([&](sqlite::transaction& tx) {
    for (auto&& [country, cents] : tx.query<std::string, std::int64_t>("SELECT country, cents FROM takings"))
      found[country] = cents;
  });
  ASSERT_EQ(found.size(), views.revenue.size());
  for (const auto& [country, row] : views.revenue) EXPECT_EQ(found[country], row.first) << country;
}

TEST_F(partition_test, of_a_keyed_view_is_by_each_of_the_keys_that_an_event_touches) {
  for (std::int64_t i = 0; i < 50; ++i) place(std::to_string(i), "FR", i);
  projector{log(), db, how, by_number{}}.poll();
  db.read([&](sqlite::transaction& tx) {
    for (auto&& [key, orders] : tx.query<std::int64_t, std::int64_t>("SELECT key, orders FROM by_number"))
      EXPECT_EQ(orders, key < 10 ? 5 : (52 - key % 10) / 3) << key;
  });
}

TEST_F(partition_test, goes_on_where_the_whole_stood_when_code_begins_to_ask_for_it) {
  trade(30);
  projector{log(), db, how, revenue{}}.poll();
  const auto stood = saved("revenue")->position;
  trade(30, 2);
  projector{log(), db, how, cut_revenue{}}.poll();
  EXPECT_EQ(seen().revenue, views.revenue);
  EXPECT_EQ(ranges("revenue").size(), 8U);
  EXPECT_GT(ranges("revenue").back().place.position, stood);
}

TEST_F(partition_test, stays_when_code_no_longer_asks_for_it) {
  trade(30);
  projector{log(), db, how, cut_revenue{}}.poll();
  trade(30, 2);
  projector whole{log(), db, how, revenue{}};
  EXPECT_EQ(whole.poll(), head());
  EXPECT_EQ(seen().revenue, views.revenue);
  EXPECT_EQ(ranges("revenue").size(), 8U);
}

TEST_F(partition_test, made_beside_a_runner_that_had_the_whole_is_learnt_by_it) {
  trade(10);
  projector whole{log(), db, how, revenue{}};
  whole.poll();
  projector{log(), db, how, cut_revenue{}}.poll();
  trade(30, 2);
  EXPECT_EQ(whole.poll(), head());
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(partition_test, made_beside_a_run_that_had_the_whole_is_taken_up_by_it) {
  use_real_time();
  projector whole{log(), db, how, revenue{}};
  const std::jthread live{[&](std::stop_token stop) { whole.run(std::move(stop)); }};
  trade(10);
  ASSERT_TRUE(whole.wait_for(head(), 60s));
  projector{log(), db, how, cut_revenue{}}.poll();
  trade(30, 2);
  ASSERT_TRUE(whole.wait_for(head(), 60s)) << whole.wait_for(head(), 0s).error().message;
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(partition_test, does_not_set_a_checkpoint_beyond_an_event_that_one_range_could_not_handle) {
  refuses_britain = true;
  place("1", "FR", 1);
  place("2", "GB", 2);
  place("3", "FR", 3);
  projector picky{log(), db, how, picky_cut_revenue{}};
  EXPECT_EQ(picky.try_poll().error().code, errc::handler_threw);
  EXPECT_EQ(seen().revenue["FR"].first, 4);  // the other ranges went on
  const auto all = ranges("revenue");
  EXPECT_EQ(covering(slice_of("GB"), all).place.position, position{1});
  EXPECT_EQ(covering(slice_of("FR"), all).place.position, position{3});
  refuses_britain = false;
  projector{log(), db, how, picky_cut_revenue{}}.poll();
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(partition_test, is_waited_for_as_a_whole_or_by_one_key) {
  refuses_britain = true;
  place("1", "FR", 1);
  place("2", "GB", 2);
  projector picky{log(), db, how, picky_cut_revenue{}};
  (void)picky.try_poll();
  projector waiting{log(), db, how, picky_cut_revenue{}};
  EXPECT_EQ(waiting.wait_for(head(), 0s).error().code, errc::timeout);
  EXPECT_EQ(waiting.wait_for(head(), 0s, slice_of("GB")).error().code, errc::timeout);
  EXPECT_TRUE(waiting.wait_for(head(), 0s, slice_of_key(std::string{"FR"})));
  EXPECT_EQ(waiting.status()->at(0).at.position, position{1});
  EXPECT_EQ(waiting.status()->at(0).lag, 1);
  EXPECT_EQ(waiting.status()->at(0).partitions, 8);
}

TEST_F(partition_test, that_has_nothing_to_do_advances_with_what_was_looked_at) {
  trade(5);
  projector cut{log(), db, how, cut_revenue{}};
  cut.poll();
  for (int i = 0; i < 20; ++i) place("fr" + std::to_string(i), "FR", 1);
  note("nothing");
  cut.poll();
  EXPECT_EQ(positions("revenue"), std::set<std::int64_t>{head().position.value()});
}

TEST_F(partition_test, is_built_anew_in_one_piece_and_cut_when_it_is_live) {
  trade(30);
  projector cut{log(), db, how, cut_lines{}, cut_revenue{}, cut_open{}};
  cut.poll();
  trade(30, 2);
  cut.rebuild();
  EXPECT_EQ(seen(), views);
  EXPECT_EQ(ranges("revenue", 2).size(), 1U);
  trade(30, 3);
  cut.poll();
  EXPECT_EQ(seen(), views);
  EXPECT_EQ(ranges("revenue", 2).size(), 8U);
}

TEST_F(partition_test, of_a_previous_generation_is_caught_up_as_a_whole_before_it_is_shown_again) {
  trade(30);
  projector cut{log(), db, how, cut_lines{}, cut_revenue{}, cut_open{}};
  cut.poll();
  cut.rebuild();
  trade(30, 2);
  cut.poll();
  cut.roll_back();
  EXPECT_EQ(seen(), views);
  EXPECT_EQ(cut.status()->at(1).live, 1);
  trade(10, 3);
  cut.poll();
  EXPECT_EQ(seen(), views);
}

TEST_F(partition_test, is_dropped_with_its_generation) {
  trade(10);
  projector cut{log(), db, how, cut_revenue{}};
  cut.poll();
  cut.rebuild();
  cut.drop_previous();
  EXPECT_TRUE(ranges("revenue", 1).empty());
}

TEST_F(partition_test, is_refused_to_a_late_runner_of_a_generation_that_is_not_cut) {
  trade(10);
  projector late{log(), db, how, cut_revenue{}};
  late.poll();
  projector{log(), db, how, cut_revenue{}}.rebuild();
  trade(10, 2);
  EXPECT_EQ(late.poll(), head());
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(partition_test, runs_each_range_on_a_thread_and_follows_the_log) {
  use_real_time();
  how.page_size = 7;
  projector cut{log(), db, how, cut_lines{}, cut_revenue{}, cut_open{}};
  const std::jthread live{[&](std::stop_token stop) { cut.run(std::move(stop)); }};
  for (std::uint64_t round = 1; round <= 5; ++round) {
    trade(20, round);
    ASSERT_TRUE(cut.wait_for(head(), 60s)) << cut.wait_for(head(), 0s).error().message;
    EXPECT_EQ(seen(), views);
  }
}

TEST_F(partition_test, ends_a_run_at_what_no_retry_mends) {
  use_real_time();
  refuses_britain = true;
  place("1", "GB", 1);
  projector picky{log(), db, how, picky_cut_revenue{}};
  const auto why = picky.run({});
  ASSERT_TRUE(why);
  EXPECT_EQ(why->code, errc::handler_threw);
  EXPECT_EQ(picky.status()->at(0).state, projection_state::failed);
}

}  // namespace
}  // namespace varve::shop
