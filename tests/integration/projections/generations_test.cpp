#include "projector_fixture.hpp"

#include <thread>
#include <utility>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

/// The next version of `revenue`: counts dearer, and lists its tables under the same name.
struct revenue_2 : revenue {
  static constexpr int version = 2;
  using revenue::evolve;
  void evolve(row& r, const placed& e) const {
    r.cents += 2 * e.cents;
    ++r.orders;
  }
  void evolve(row& r, const cancelled& e) const {
    r.cents -= 2 * e.cents;
    --r.orders;
  }
};

/// Has tables that come and go with its versions.
struct report_1 {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "report";
  static constexpr int version = 1;
  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {totals}(n INTEGER); CREATE TABLE {old_table}(n INTEGER)");
  }
  void apply(sqlite::transaction& tx, const recorded<placed>&) { tx.exec("INSERT INTO {totals} VALUES(1)"); }
};
struct report_2 : report_1 {
  static constexpr int version = 2;
  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {totals}(n INTEGER); CREATE TABLE {new_table}(n INTEGER)");
  }
};

struct braceless {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "braceless";
  static constexpr int version = 1;
  void create(sqlite::transaction& tx) { tx.exec("CREATE TABLE mine(n INTEGER)"); }
  void apply(sqlite::transaction&, const recorded<placed>&) {}
};
struct tableless : braceless {
  static constexpr std::string_view name = "tableless";
  void create(sqlite::transaction&) {}
};

class generations_test : public projector_test {
 protected:
  template<class T>
  T ask(std::string_view sql) {
    return db.read([&](sqlite::transaction& tx) { return tx.query_one<T>(sql).value(); });
  }
  std::int64_t total() { return ask<std::int64_t>("SELECT coalesce(sum(cents), 0) FROM revenue"); }
  std::int64_t expected_total() const {
    std::int64_t sum = 0;
    for (const auto& [country, row] : views.revenue) sum += row.first;
    return sum;
  }
  projection_record known(std::string_view name) { return db.begin_read()->projection(name); }
  relation under(std::string_view name) { return db.begin_read()->relation_of(name); }
};

TEST_F(generations_test, a_rebuild_fills_the_next_generation_and_shows_it) {
  trade(20);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector sales{log(), db, how, revenue_2{}};
  EXPECT_EQ(sales.try_poll().error().code, errc::unsupported) << "a rebuild is due";
  EXPECT_TRUE(sales.status()->at(0).rebuild_due);
  sales.rebuild();
  EXPECT_EQ(total(), 2 * expected_total());
  const auto record = known("revenue");
  EXPECT_EQ(record.live, 2);
  EXPECT_EQ(record.previous, 1);
  EXPECT_EQ(record.building, std::nullopt);
  EXPECT_FALSE(sales.status()->at(0).rebuild_due);
  trade(5, 2);
  sales.poll();
  EXPECT_EQ(total(), 2 * expected_total());
}

TEST_F(generations_test, a_rebuild_by_the_same_code_gives_the_same_view) {
  trade(20);
  projector all{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  all.poll();
  all.rebuild();
  EXPECT_EQ(seen(), views);
  trade(5, 2);
  all.poll();
  EXPECT_EQ(seen(), views);
  EXPECT_EQ(known("order_lines").live, 2);
  all.rebuild("revenue");
  EXPECT_EQ(known("revenue").live, 3);
  EXPECT_EQ(known("order_lines").live, 2);
  EXPECT_EQ(seen(), views);
}

TEST_F(generations_test, a_rebuild_of_what_was_never_built_builds_the_first) {
  trade(5);
  projector{log(), db, how, revenue{}}.rebuild();
  EXPECT_EQ(known("revenue").live, 1);
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(generations_test, a_rebuild_of_one_leaves_the_others_alone) {
  trade(10);
  projector all{log(), db, how, order_lines{}, revenue{}};
  all.poll();
  const auto before = saved("order_lines");
  all.rebuild("revenue");
  EXPECT_EQ(saved("order_lines"), before);
  EXPECT_EQ(seen().lines, views.lines);
}

TEST_F(generations_test, a_rebuild_shows_its_progress) {
  how.page_size = 10;
  trade(50);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  std::vector<rebuild_progress> heard;
  sales.rebuild([&](const rebuild_progress& now) {
    heard.push_back(now);
    heard.back().projection = {};
    time.advance(100ms);
  });
  ASSERT_GT(heard.size(), 3U);
  EXPECT_EQ(heard.front().began, position{0});
  EXPECT_TRUE(std::ranges::is_sorted(heard, {}, &rebuild_progress::at));
  EXPECT_EQ(heard.back().at, head().position);
  EXPECT_EQ(heard.back().head, head().position);
  EXPECT_EQ(heard.back().events, static_cast<std::int64_t>(views.lines.size()));
  EXPECT_GT(heard.back().rate(), 0);
  EXPECT_EQ(heard.back().remaining(), 0ns);
  EXPECT_GT(heard[heard.size() / 2].remaining(), 0ns);
  EXPECT_EQ(metrics.named("varve.projection.rebuild.progress").back().value, 1);
  EXPECT_EQ(lines.count("projection `revenue` rebuilt as generation 2"), 1U);
}

TEST_F(generations_test, a_rebuild_that_was_told_to_stop_is_gone_on_with) {
  how.page_size = 10;
  trade(50);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  std::stop_source stop;
  const auto why = error_of([&] {
    sales.rebuild(
        [&](const rebuild_progress& now) {
          time.advance(100ms);
          if (now.at > position{30}) stop.request_stop();
        },
        stop.get_token());
  });
  EXPECT_EQ(why.code, errc::stopped);
  EXPECT_EQ(known("revenue").building, 2);
  EXPECT_EQ(known("revenue").live, 1);
  const auto came_to = saved("revenue", 2)->position;
  EXPECT_GT(came_to, position{30});
  std::optional<position> began;
  sales.rebuild([&](const rebuild_progress& now) { began = now.began; });
  EXPECT_EQ(began, came_to);
  EXPECT_EQ(known("revenue").live, 2);
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(generations_test, another_version_gives_up_what_an_unfinished_rebuild_left) {
  how.page_size = 10;
  trade(50);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(error_of([&] { sales.rebuild({}, stop.get_token()); }).code, errc::stopped);
  projector{log(), db, how, revenue_2{}}.rebuild();
  EXPECT_EQ(known("revenue").live, 3);
  EXPECT_EQ(known("revenue").previous, 1);
  EXPECT_EQ(known("revenue").find(2), nullptr);
  EXPECT_EQ(under("revenue__2"), relation::none);
}

TEST_F(generations_test, writers_and_readers_go_on_while_a_rebuild_runs) {
  use_real_time();
  how.page_size = 20;
  trade(200);
  projector sales{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  sales.poll();
  std::jthread live{[&](std::stop_token stop) { sales.run(stop); }};
  std::atomic<bool> writing{true};
  std::jthread writer{[&] {
    for (std::uint64_t round = 2; round < 12; ++round) trade(20, round);
    writing = false;
  }};
  std::jthread reader{[&] {
    std::size_t most = 0;
    while (writing) {
      const std::size_t now = seen().lines.size();
      EXPECT_GE(now, most) << "readers never see less than before";
      most = std::max(most, now);
    }
  }};
  for (int i = 0; i < 3; ++i) projector{log(), db, how, order_lines{}, revenue{}, open_orders{}}.rebuild();
  writer.join();
  reader.join();
  ASSERT_TRUE(sales.wait_for(head(), 60s));
  EXPECT_EQ(seen(), views);
  EXPECT_EQ(known("revenue").live, 4);
}

TEST_F(generations_test, a_switch_shows_no_less_than_was_shown_before) {
  trade(20);
  projector live{log(), db, how, revenue{}};
  live.poll();
  bool behind = false;
  projector{log(), db, how, revenue{}}.rebuild([&](const rebuild_progress& now) {
    time.advance(100ms);
    if (now.at != head().position || std::exchange(behind, true)) return;
    trade(5, 2);  // all that there was is built, and the live one goes on
    live.poll();
  });
  ASSERT_TRUE(behind);
  EXPECT_EQ(known("revenue").live, 2);
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(generations_test, old_generations_are_dropped_after_the_switch_that_outdates_them) {
  trade(10);
  projector sales{log(), db, how, revenue{}, order_lines{}};
  sales.poll();
  sales.rebuild();
  EXPECT_EQ(under("revenue__1"), relation::table) << "kept to go back to";
  sales.rebuild();
  for (const auto* table : {"revenue__1", "order_lines__1"}) EXPECT_EQ(under(table), relation::none);
  for (const auto* table : {"revenue__2", "order_lines__3"}) EXPECT_EQ(under(table), relation::table);
  EXPECT_EQ(saved("revenue", 1), std::nullopt);
  sales.drop_previous();
  EXPECT_EQ(under("revenue__2"), relation::none);
  EXPECT_EQ(known("revenue").generations.size(), 1U);
}

TEST_F(generations_test, tables_that_a_version_no_longer_makes_are_no_longer_shown) {
  place("1", "FR", 5);
  projector{log(), db, how, report_1{}}.poll();
  EXPECT_EQ(under("old_table"), relation::view);
  projector two{log(), db, how, report_2{}};
  two.rebuild();
  EXPECT_EQ(under("old_table"), relation::none);
  EXPECT_EQ(under("new_table"), relation::view);
  EXPECT_EQ(ask<int>("SELECT count(*) FROM totals"), 1);
  projector{log(), db, how, report_1{}}.roll_back();
  EXPECT_EQ(under("old_table"), relation::view);
  EXPECT_EQ(under("new_table"), relation::none);
}

// Roll back

TEST_F(generations_test, rolling_back_catches_the_previous_generation_up_first) {
  trade(10);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector sales{log(), db, how, revenue_2{}};
  sales.rebuild();
  trade(10, 2);
  sales.poll();
  EXPECT_EQ(total(), 2 * expected_total());
  old.roll_back();
  EXPECT_EQ(total(), expected_total());
  EXPECT_EQ(known("revenue").live, 1);
  EXPECT_EQ(known("revenue").previous, 2);
  trade(5, 3);
  old.poll();
  EXPECT_EQ(total(), expected_total());
  sales.roll_back();
  EXPECT_EQ(total(), 2 * expected_total());
}

TEST_F(generations_test, rolling_back_is_refused_when_only_other_code_could_catch_up) {
  trade(10);
  projector{log(), db, how, revenue{}}.poll();
  projector sales{log(), db, how, revenue_2{}};
  sales.rebuild();
  trade(1, 2);
  sales.poll();
  EXPECT_EQ(error_of([&] { sales.roll_back(); }).code, errc::unsupported);
  EXPECT_EQ(known("revenue").live, 2);
  projector{log(), db, how, revenue{}}.poll();
  sales.roll_back();
  EXPECT_EQ(total(), expected_total()) << "its own code has caught it up in the meantime";
}

TEST_F(generations_test, rolling_back_without_a_previous_generation_is_refused) {
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  EXPECT_EQ(error_of([&] { sales.roll_back(); }).code, errc::not_found);
}

TEST_F(generations_test, rolling_back_a_rebuild_by_the_same_code_swaps_the_two) {
  trade(10);
  projector sales{log(), db, how, revenue{}};
  sales.poll();
  sales.rebuild();
  trade(10, 2);
  sales.poll();
  sales.roll_back();
  EXPECT_EQ(known("revenue").live, 1);
  EXPECT_EQ(seen().revenue, views.revenue);
  trade(3, 3);
  sales.poll();
  EXPECT_EQ(seen().revenue, views.revenue);
}

// Which code may do what

TEST_F(generations_test, older_code_never_replaces_newer) {
  trade(5);
  projector{log(), db, how, revenue_2{}}.poll();
  projector old{log(), db, how, revenue{}};
  EXPECT_EQ(old.try_poll().error().code, errc::unsupported);
  EXPECT_EQ(error_of([&] { old.rebuild(); }).code, errc::unsupported);
  EXPECT_EQ(total(), 2 * expected_total());
}

TEST_F(generations_test, older_code_never_replaces_newer_that_is_being_built) {
  how.page_size = 5;
  trade(30);
  projector old{log(), db, how, revenue{}};
  old.poll();
  std::stop_source stop;
  projector next{log(), db, how, revenue_2{}};
  EXPECT_EQ(error_of([&] {
              next.rebuild(
                  [&](const auto&) {
                    time.advance(100ms);
                    stop.request_stop();
                  },
                  stop.get_token());
            }).code,
            errc::stopped);
  EXPECT_EQ(error_of([&] { old.rebuild(); }).code, errc::unsupported);
  EXPECT_EQ(known("revenue").building, 2);
}

TEST_F(generations_test, older_code_goes_on_feeding_its_own_generation) {
  trade(5);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector{log(), db, how, revenue_2{}}.rebuild();
  trade(5, 2);
  old.poll();
  EXPECT_EQ(saved("revenue", 1)->position, head().position);
  EXPECT_LT(saved("revenue", 2)->position, head().position);
}

TEST_F(generations_test, waiting_is_for_the_live_generation) {
  trade(5);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector next{log(), db, how, revenue_2{}};
  next.rebuild();
  trade(1, 2);
  old.poll();
  EXPECT_EQ(old.wait_for(head(), 0s).error().code, errc::timeout);
  next.poll();
  EXPECT_TRUE(old.wait_for(head(), 0s));
}

// Names

TEST_F(generations_test, a_plain_name_that_is_not_ours_is_refused_before_anything_is_built) {
  db.write([](sqlite::transaction& tx) { tx.exec("CREATE TABLE revenue(mine)"); });
  trade(5);
  projector sales{log(), db, how, revenue{}};
  const auto why = sales.try_poll().error();
  EXPECT_EQ(why.code, errc::invalid_argument);
  EXPECT_NE(why.message.find("revenue"), std::string::npos);
  EXPECT_EQ(under("revenue__1"), relation::none);
  EXPECT_EQ(known("revenue").live, std::nullopt);
}

TEST_F(generations_test, the_view_of_another_projection_is_refused_too) {
  trade(5);
  projector{log(), db, how, report_1{}}.poll();
  db.write([](sqlite::transaction& tx) { tx.exec("CREATE VIEW new_table AS SELECT 1"); });
  projector two{log(), db, how, report_2{}};
  EXPECT_EQ(error_of([&] { two.rebuild(); }).code, errc::invalid_argument);
  EXPECT_EQ(known("report").live, 1);
  EXPECT_EQ(under("totals__2"), relation::none);
}

TEST_F(generations_test, a_table_made_without_braces_is_refused) {
  projector bad{log(), db, how, braceless{}};
  const auto why = bad.try_poll().error();
  EXPECT_EQ(why.code, errc::invalid_argument);
  EXPECT_NE(why.message.find("{mine}"), std::string::npos) << why.message;
  EXPECT_EQ(under("mine"), relation::none);
}

TEST_F(generations_test, a_projection_that_makes_no_table_is_refused) {
  projector bad{log(), db, how, tableless{}};
  EXPECT_EQ(bad.try_poll().error().code, errc::invalid_argument);
}

TEST_F(generations_test, a_name_that_the_projector_does_not_have_is_not_found) {
  projector sales{log(), db, how, revenue{}};
  EXPECT_EQ(error_of([&] { sales.rebuild("sales"); }).code, errc::not_found);
  EXPECT_EQ(error_of([&] { sales.roll_back("sales"); }).code, errc::not_found);
}

}  // namespace
}  // namespace varve::shop
