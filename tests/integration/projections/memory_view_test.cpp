#include "faulty_database.hpp"
#include "projector_fixture.hpp"

#include <atomic>
#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

class memory_view_test : public projector_test {
 protected:
  expected_views in_memory(const memory_view<revenue>& rows, const memory_view<open_orders>& open) {
    expected_views found;
    rows.each([&](const std::string& country, const revenue::row& r) {
      found.revenue[country] = {r.cents, r.orders};
    });
    open.each([&](const std::string& order, const open_orders::row& r) {
      found.open[order] = {r.country, r.cents};
    });
    return found;
  }
};

TEST_F(memory_view_test, holds_the_same_rows_as_its_table_over_many_lives) {
  for (std::uint64_t life = 1; life <= 3; ++life) {
    trade(60, life);
    memory_view<revenue> rows;
    memory_view<open_orders> open;
    projector{log(), db, how, rows, open}.poll();
    auto expected = views;
    expected.lines.clear();
    EXPECT_EQ(in_memory(rows, open), expected);
    EXPECT_EQ(seen(), expected);
    EXPECT_EQ(rows.at(), head().position);
  }
}

TEST_F(memory_view_test, loses_the_rows_that_ended) {
  memory_view<open_orders> open;
  projector projecting{log(), db, how, open};
  place("1", "FR", 10);
  projecting.poll();
  EXPECT_EQ(open.find("1")->cents, 10);
  cancel("1", "FR", 10);
  projecting.poll();
  EXPECT_EQ(open.find("1"), std::nullopt);
  place("1", "DE", 20);
  projecting.poll();
  EXPECT_EQ(open.find("1")->country, "DE");
}

TEST_F(memory_view_test, goes_on_showing_its_rows_while_the_database_is_away) {
  faulty_database faulty{db};
  memory_view<revenue> rows;
  projector projecting{log(), faulty, how, rows};
  place("1", "FR", 10);
  projecting.poll();
  place("2", "FR", 10);
  faulty.fail_at(1);
  EXPECT_THROW(projecting.poll(), failure);
  EXPECT_TRUE(rows.find("FR"));
  EXPECT_EQ(rows.at(), position{1});
  faulty.fail_at(0);
  projecting.poll();
  EXPECT_EQ(rows.find("FR")->cents, 20);
  EXPECT_EQ(rows.at(), position{2});
}

TEST_F(memory_view_test, is_not_filled_by_a_rebuild_until_that_is_live) {
  memory_view<revenue> rows;
  projector projecting{log(), db, how, rows};
  trade(40);
  projecting.poll();
  const auto before = rows.find("FR");
  projecting.rebuild([&](const rebuild_progress&) { EXPECT_EQ(rows.find("FR")->cents, before->cents); });
  place("new", "FR", 5);
  projecting.poll();
  EXPECT_EQ(rows.find("FR")->cents, before->cents + 5);
}

struct revenue_in_parts : revenue {
  static constexpr int partitions = 4;
};

TEST_F(memory_view_test, is_not_partitioned) {
  place("1", "FR", 10);
  projector projecting{log(), db, how, memory_view<revenue_in_parts>{}};
  EXPECT_EQ(error_of([&] { projecting.poll(); }).code, errc::unsupported);
}

TEST_F(memory_view_test, is_read_by_whole_commits_while_it_runs) {
  use_real_time();
  memory_view<revenue> rows;
  projector projecting{log(), db, how, rows};
  std::atomic<std::int64_t> least{0};
  std::jthread live{[&](std::stop_token stop) { projecting.run(std::move(stop)); }};
  std::jthread reading{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto pair = [&] {
        std::map<std::string, std::int64_t> orders;
        rows.each([&](const std::string& country, const revenue::row& r) { orders[country] = r.orders; });
        return orders;
      }();
      EXPECT_EQ(pair.contains("A") ? pair.at("A") : 0, pair.contains("B") ? pair.at("B") : 0);
      if (pair.contains("A")) least = pair.at("A");
    }
  }};
  token last;
  for (int i = 0; i < 300; ++i) {
    std::vector<new_event> both;
    both.push_back(record<family>(placed{"A", "sku", 1}).value());
    both.push_back(record<family>(placed{"B", "sku", 1}).value());
    last = to_result(log().append_and_wait(append_request::to("order-" + std::to_string(i), std::move(both))))
               .value()
               .token;
  }
  ASSERT_TRUE(projecting.wait_for(last, 20s));
  EXPECT_EQ(rows.find("A")->orders, 300);
  while (least < 300) std::this_thread::yield();
}

}  // namespace
}  // namespace varve::shop
