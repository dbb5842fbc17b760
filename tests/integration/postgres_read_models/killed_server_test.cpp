#include <varve/testing/recording_log.hpp>

#include "orders.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

/// Runs of projections while every process of the server is killed again and again.
TEST(killed_server, every_event_has_had_its_effect_once_in_the_end) {
  if (const auto reason = testing::postgres_server::missing()) GTEST_SKIP() << *reason;
  testing::postgres_server server;
  postgres::database db{server.url()};
  order_log log;
  testing::recording_log lines;
  projector_options how{.page_size = 20, .most_rows = 5};
  how.pace.first_back_off = how.pace.longest_back_off = 20ms;
  how.env.log = &lines;
  projector views{log.store(), db, how, revenue{}, postgres_lines{}};
  std::minstd_rand draw{1};
  const int kills = std::getenv("VARVE_LONG") != nullptr && *std::getenv("VARVE_LONG") != 0 ? 200 : 5;
  {
    const std::jthread live{[&](std::stop_token stop) { views.run(std::move(stop)); }};
    for (int i = 0; i < kills; ++i) {
      const token before = log.store().info().value().head;
      log.place_many(150);
      ASSERT_TRUE(views.wait_for({before.epoch, before.position + static_cast<std::int64_t>(draw() % 120)},
                                 60s));  // it falls anywhere
      server.kill();
      server.start();
    }
    ASSERT_TRUE(views.wait_for(log.store().info().value().head, 60s));
  }
  const auto felt = lines.count("tries again");
  EXPECT_GT(felt, 0U);
  EXPECT_EQ(order_log::shown(db), log.expected());
  EXPECT_EQ(server.execute("SELECT count(*) = count(DISTINCT stream) FROM order_lines"), "t\n");
  std::int64_t orders = 0;
  for (const auto& [country, total] : log.expected()) orders += total.second;
  EXPECT_EQ(server.execute("SELECT count(*) FROM order_lines"), std::to_string(orders) + "\n");
  std::cout << "the server was killed " << kills << " times, and projections began again " << felt
            << " times\n";
}

}  // namespace
}  // namespace varve::shop
