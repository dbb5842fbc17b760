#include <varve/eventstore/compact_log.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/postgres/verify.hpp>
#include <varve/testing/cutting_proxy.hpp>
#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>
#include <varve/testing/wait_until.hpp>

#include "projector_fixture.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;
using testing::postgres_server;

/// A store and a running projection that stay connected to a pooler, while that is led to a promoted copy.
class failover : public projector_test {
 protected:
  void SetUp() override {
    for (const auto& reason : {postgres_server::missing(), testing::pgbouncer::missing()})
      if (reason) GTEST_SKIP() << *reason;
    primary.emplace(postgres_server::settings{{"wal_level", "replica"}, {"fsync", "off"}});
    pooler.emplace(*primary);
    use_real_time();
    store = std::make_unique<postgres::event_store>(pooler->url() + "?log=shop",
                                                    postgres::store_options{.env = env});
  }

  [[nodiscard]] static std::string last_of(postgres_server& server) {
    return server.execute("SELECT max(position) FROM shop.events");
  }
  /// A copy of what there is, which follows.
  void copy() {
    standby.emplace(postgres_server::standby_of(*primary));
    testing::wait_until("the copy has come up", [&] { return last_of(*standby) == last_of(*primary); });
  }
  /// From now on the copy lags.
  void cut_off() {
    standby->execute("ALTER SYSTEM SET primary_conninfo = ''");
    standby->reload();
    testing::wait_until("the copy hears nothing", [&] {
      return standby->execute("SELECT count(*) FROM pg_stat_wal_receiver") == "0\n";
    });
  }
  void promote() { ASSERT_EQ(standby->execute("SELECT pg_promote()"), "t\n"); }

  /// Until it is known that it stands.
  void insist(const std::string& order, std::int64_t cents) {
    new_event event = record<family>(placed{"FR", "sku", cents}).value();
    event.id = event_id_generator{system_clock(), random}.next();
    const auto request = append_request::to("order-" + order, {event});
    testing::wait_until("it is appended",
                        [&] { return std::holds_alternative<appended>(log().append_and_wait(request)); });
    views.revenue["FR"].first += cents;
    views.revenue["FR"].second += 1;
  }

  std::optional<postgres_server> primary;
  std::optional<postgres_server> standby;
  std::optional<testing::pgbouncer> pooler;
};

TEST_F(failover, to_a_copy_that_has_everything_is_hardly_felt_under_live_connections) {
  trade(20);
  projector live{log(), db, how, revenue{}};
  std::optional<error> ended;
  std::jthread running{[&](const std::stop_token& stop) { ended = live.run(stop); }};
  ASSERT_TRUE(live.wait_for(head(), 60s));
  copy();
  const token before = head();
  cut_off();
  promote();
  pooler->lead_to(*standby);
  insist("after", 5);
  const log_info now = log().info().value();
  EXPECT_NE(now.epoch, before.epoch);
  ASSERT_EQ(now.ancestors.size(), 1U);
  EXPECT_EQ(now.ancestors[0].cause, "failover");
  EXPECT_EQ(now.ancestors[0].shared, before.position);
  EXPECT_TRUE(log().read_log(before, {}, {}));
  const auto followed = live.wait_for(now.head, 60s);
  running.request_stop();
  running.join();
  EXPECT_FALSE(ended) << ended->message;
  EXPECT_TRUE(followed) << followed.error().message;
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(failover, to_a_copy_that_lags_stops_who_has_seen_more_and_mixes_nothing) {
  trade(20);
  projector live{log(), db, how, revenue{}};
  std::optional<error> ended;
  std::jthread running{[&](const std::stop_token& stop) { ended = live.run(stop); }};
  copy();
  cut_off();
  const token shared = head();
  for (int i = 0; i < 5; ++i) append("lost", placed{"FR", "sku", 1'000'000});
  const token lost = head();
  ASSERT_TRUE(live.wait_for(lost, 60s));
  const auto shown = seen().revenue;
  promote();
  pooler->lead_to(*standby);

  for (int i = 0; i < 10; ++i) insist("kept", 5);  // beyond where the lost ones stood
  running.join();
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, errc::wrong_epoch) << ended->message;
  EXPECT_EQ(seen().revenue, shown) << "nothing of the new history came on top of the old";

  EXPECT_EQ(log().info().value().ancestors.back().shared, shared.position);
  EXPECT_TRUE(log().read_log(shared, {}, {}));
  EXPECT_EQ(log().read_log(lost, {}, {}).error().code, errc::wrong_epoch);
  EXPECT_EQ(log().wait(lost, never).error().code, errc::wrong_epoch);
  auto demanding = append_request::to("note-1", {new_event{.type = "order.noted", .data = "{}"}});
  demanding.condition = append_condition{{.items = {{.types = {"nothing"}}}}, lost};
  const auto refused = log().append_and_wait(demanding);
  ASSERT_TRUE(std::holds_alternative<not_written>(refused));
  EXPECT_EQ(std::get<not_written>(refused).why.code, errc::wrong_epoch);
  projector{log(), db, how, revenue{}}.rebuild();
  EXPECT_EQ(seen().revenue, views.revenue) << "what the promoted copy holds";
}

TEST_F(failover, in_the_middle_of_a_read_gives_events_of_one_history) {
  std::vector<new_event> many(3'000, new_event{.type = "order.noted", .data = "1"});
  ASSERT_TRUE(to_result(log().append_and_wait(append_request::to("note-1", many))));
  copy();
  cut_off();
  for (auto& each : many) each.data = "\"old\"";
  ASSERT_TRUE(to_result(log().append_and_wait(append_request::to("note-1", many))));
  promote();
  for (auto& each : many) each.data = "\"new\"";
  {
    postgres::event_store promoted{standby->url() + "?log=shop"};
    ASSERT_TRUE(to_result(promoted.append_and_wait(append_request::to("note-1", many))));
  }
  testing::cutting_proxy proxy{pooler->port()};
  std::atomic<int> reads = 0;
  proxy.cut_by([&](std::string_view request) {
    if (request.find("BETWEEN") != std::string_view::npos && ++reads == 3) pooler->lead_to(*standby);
    return testing::cutting_proxy::cut::nothing;
  });
  postgres::event_store reader{
      "postgres://postgres@127.0.0.1:" + std::to_string(proxy.port()) + "/postgres?log=shop",
      {.read_only = true}};
  const page all = reader.read_log({}, {}, {.limit = 6'000}).value();
  EXPECT_GE(reads, 3) << "the address has moved in the middle of the read";
  ASSERT_EQ(all.size(), 6'000U);
  for (const auto& event : all)
    ASSERT_EQ(event.data, event.position > position{3'000} ? "\"new\"" : "1") << event.position.value();
}

TEST_F(failover, in_the_middle_of_a_compaction_leaves_nothing_of_one_history_in_the_other) {
  const auto write_and_hide = [](event_store& to, const std::string& data) {
    const std::vector<new_event> some(10, new_event{.type = "order.noted", .data = data});
    ASSERT_TRUE(to_result(to.append_and_wait(append_request::to("note-1", some))));
    ASSERT_TRUE(to_result(to.append_and_wait(append_request::hard_delete("note-1"))));
  };
  copy();
  cut_off();
  write_and_hide(log(), "\"old\"");
  promote();
  const std::string there = standby->url() + "?log=shop";
  {
    postgres::event_store promoted{there};
    write_and_hide(promoted, "\"new\"");
  }
  testing::cutting_proxy proxy{pooler->port()};
  std::atomic<int> calls = 0;
  proxy.cut_by([&](std::string_view request) {
    if (request.find("compact_2") != std::string_view::npos && ++calls == 1) pooler->lead_to(*standby);
    return testing::cutting_proxy::cut::nothing;
  });
  postgres::event_store through{"postgres://postgres@127.0.0.1:" + std::to_string(proxy.port()) +
                                "/postgres?log=shop"};
  EXPECT_EQ(compact_log(through).value().events, 10);
  EXPECT_GE(calls, 1) << "the address has moved between what was read and what was written";
  std::string found;
  static_cast<void>(
      postgres::verify(there, {.found = [&](const finding& each) { found += each.message + '\n'; }}));
  EXPECT_EQ(found, "");
  EXPECT_EQ(standby->execute("SELECT count(*) FROM shop.events WHERE data IS NULL"), "10\n");
}

}  // namespace
}  // namespace varve::shop
