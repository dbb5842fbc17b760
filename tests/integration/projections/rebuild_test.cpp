#include "generations_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

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

}  // namespace
}  // namespace varve::shop
