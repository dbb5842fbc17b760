#include <varve/postgres/database.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/postgres/lease_store.hpp>
#include <varve/testing/cutting_proxy.hpp>
#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>
#include <varve/testing/wait_until.hpp>

#include "projector_fixture.hpp"

#include <atomic>
#include <chrono>
#include <thread>
#include <variant>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;
using testing::postgres_server;

/// The number of orders, in PostgreSQL's SQL.
struct counted_orders {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "counted_orders";
  static constexpr int version = 1;

  void create(postgres::transaction& tx) { tx.exec("CREATE TABLE {counted_orders}(cents bigint)"); }
  void apply(postgres::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {counted_orders} VALUES($1)", e->cents);
  }
};

/// A name that leads to a primary, and for a while to its standby, which is not promoted and lags.
class standby_test : public projector_test {
 protected:
  static void SetUpTestSuite() {
    if (postgres_server::missing()) return;
    primary.emplace(postgres_server::settings{{"wal_level", "replica"}, {"fsync", "off"}});
    standby.emplace(postgres_server::standby_of(*primary));
  }
  static void TearDownTestSuite() {
    standby.reset();
    primary.reset();
  }
  void SetUp() override {
    if (const auto reason = postgres_server::missing()) GTEST_SKIP() << *reason;
    static int logs = 0;
    where = "?log=log_" + std::to_string(++logs);
    name.emplace(primary->port());
    use_real_time();
    store = open(primary->url() + where);
  }
  void TearDown() override {
    if (standby) standby->execute("SELECT pg_wal_replay_resume()");
  }

  [[nodiscard]] std::unique_ptr<postgres::event_store> open(const std::string& url, bool read_only = false) {
    return std::make_unique<postgres::event_store>(
        url, postgres::store_options{.read_only = read_only, .env = env});
  }
  [[nodiscard]] std::string named() const {
    return "postgres://postgres@127.0.0.1:" + std::to_string(name->port()) + "/postgres";
  }

  static void catch_up() {
    standby->execute("SELECT pg_wal_replay_resume()");
    const std::string end = primary->execute("SELECT pg_current_wal_flush_lsn()");
    testing::wait_until("the standby has come there", [&] {
      return standby->execute("SELECT pg_last_wal_replay_lsn() >= '" + end.substr(0, end.find('\n')) + "'") ==
             "t\n";
    });
  }
  /// From now on it lacks what is written.
  static void lag() {
    catch_up();
    standby->execute("SELECT pg_wal_replay_pause()");
    testing::wait_until("the standby rests", [] {
      return standby->execute("SELECT pg_get_wal_replay_pause_state()") == "paused\n";
    });
  }

  /// All connections end; new ones go to the standby.
  void go_astray() {
    name->lead_to(standby->port());
    name->cut_all();
  }
  /// New connections go to the primary again; what is connected stays.
  void come_back() { name->lead_to(primary->port()); }

  [[nodiscard]] static append_request one() {
    return append_request::to("order-1", {record<family>(placed{"FR", "sku", 1}).value()});
  }
  [[nodiscard]] static errc code_of(const append_outcome& outcome) {
    const auto* const refused = std::get_if<not_written>(&outcome);
    return refused == nullptr ? errc{} : refused->why.code;
  }

  /// Runs it until it is told to stop, which this does when `during` has returned.
  template<class Projector, class During>
  std::optional<error> run(Projector& live, const During& during) {
    std::optional<error> ended;
    std::atomic<bool> over = false;
    std::jthread running{[&](const std::stop_token& stop) {
      ended = live.run(stop);
      over = true;
    }};
    during(over);
    running.request_stop();
    running.join();
    return ended;
  }
  void wait_for_retry(const std::atomic<bool>& over) {
    testing::wait_until("the projection has met the standby",
                        [&] { return over || lines.count("projection tries again after") > 0; });
  }

  inline static std::optional<postgres_server> primary;
  inline static std::optional<postgres_server> standby;
  std::optional<testing::cutting_proxy> name;
  std::string where;
};

TEST_F(standby_test, is_not_written_and_is_left_when_the_name_leads_to_the_primary_again) {
  const auto strayed = open(named() + where);
  ASSERT_TRUE(to_result(strayed->append_and_wait(one())));
  catch_up();
  go_astray();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(code_of(strayed->append_and_wait(one())), errc::unavailable);
  come_back();
  testing::wait_until("it is appended",
                      [&] { return std::holds_alternative<appended>(strayed->append_and_wait(one())); });
  EXPECT_EQ(head().position, position{2});
}

TEST_F(standby_test, is_not_written_behind_a_pooler_either) {
  if (const auto reason = testing::pgbouncer::missing()) GTEST_SKIP() << *reason;
  testing::pgbouncer pooler{*primary};
  const auto strayed = open(pooler.url() + where);
  ASSERT_TRUE(to_result(strayed->append_and_wait(one())));
  lag();
  ASSERT_TRUE(to_result(strayed->append_and_wait(one())));
  pooler.lead_to(*standby);
  EXPECT_EQ(code_of(strayed->append_and_wait(one())), errc::unavailable);
  EXPECT_EQ(strayed->info().error().code, errc::unavailable);
  pooler.lead_to(*primary);
  testing::wait_until("it is appended",
                      [&] { return std::holds_alternative<appended>(strayed->append_and_wait(one())); });
  EXPECT_EQ(strayed->info().value().head, head());
}

TEST_F(standby_test, is_no_place_to_open_a_log_for_writing) {
  catch_up();
  go_astray();
  EXPECT_EQ(error_of([&] { static_cast<void>(open(named() + where)); }).code, errc::unavailable);
  come_back();
  EXPECT_EQ(open(named() + where)->info().value().head, head());
}

TEST_F(standby_test, is_not_read_by_a_store_that_writes) {
  const auto strayed = open(named() + where);
  ASSERT_TRUE(to_result(strayed->append_and_wait(one())));
  lag();
  ASSERT_TRUE(to_result(strayed->append_and_wait(one())));
  const token seen = strayed->info().value().head;
  go_astray();
  EXPECT_EQ(strayed->info().error().code, errc::unavailable);
  EXPECT_EQ(strayed->read_log({}, {}, {}).error().code, errc::unavailable);
  EXPECT_EQ(strayed->read_log(seen, {}, {}).error().code, errc::unavailable);
  EXPECT_EQ(strayed->read_stream(stream_id::parse("order-1").value(), {}, {}, {}).error().code,
            errc::unavailable);
  EXPECT_EQ(strayed->wait(seen, never).error().code, errc::unavailable);
  come_back();
  EXPECT_EQ(strayed->info().value().head, seen);
  EXPECT_EQ(strayed->read_log({}, {}, {}).value().size(), 2U);
}

TEST_F(standby_test, is_read_by_a_store_that_only_reads_but_never_behind_what_it_has_seen) {
  ASSERT_TRUE(to_result(log().append_and_wait(one())));
  lag();
  const auto reader = open(named() + where, true);
  ASSERT_TRUE(reader->info());
  name->lead_to(standby->port());
  const auto follower = open(named() + where, true);
  const token shared = head();
  ASSERT_TRUE(to_result(log().append_and_wait(one())));
  const token seen = reader->info().value().head;
  ASSERT_EQ(seen, head());
  EXPECT_EQ(follower->info().value().head, shared) << "a standby's answers are good for who has seen no more";
  EXPECT_EQ(follower->read_log(seen, {}, {}).error().code, errc::unavailable)
      << "it has not come there yet, and nothing diverged";

  name->cut_all();
  EXPECT_EQ(reader->info().error().code, errc::unavailable);
  EXPECT_EQ(reader->read_log({}, {}, {}).error().code, errc::unavailable);
  EXPECT_EQ(reader->wait(seen, never).error().code, errc::unavailable);
  catch_up();
  EXPECT_EQ(reader->info().value().head, seen);
  EXPECT_EQ(reader->read_log({}, {}, {}).value().size(), 2U);
}

TEST_F(standby_test, does_not_end_a_projection_that_follows_the_log_through_the_name) {
  const auto followed = open(named() + where);
  projector live{*followed, db, how, revenue{}};
  place("1", "FR", 1);
  const auto ended = run(live, [&](const std::atomic<bool>& over) {
    lag();
    place("2", "FR", 2);
    ASSERT_TRUE(live.wait_for(head(), 60s));
    go_astray();
    wait_for_retry(over);
    place("3", "FR", 3);
    come_back();
    EXPECT_TRUE(live.wait_for(head(), 60s));
  });
  EXPECT_FALSE(ended) << ended->message;
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(standby_test, does_not_end_a_projection_whose_database_lies_behind_the_name) {
  postgres::database model{named(), {.schema = "of_" + where.substr(5)}};
  projector live{log(), model, how, counted_orders{}};
  const auto ended = run(live, [&](const std::atomic<bool>& over) {
    place("1", "FR", 1);
    ASSERT_TRUE(live.wait_for(head(), 60s));
    catch_up();
    go_astray();
    place("2", "FR", 2);
    wait_for_retry(over);
    come_back();
    EXPECT_TRUE(live.wait_for(head(), 60s));
  });
  EXPECT_FALSE(ended) << ended->message;
}

TEST_F(standby_test, is_left_by_read_models_and_leases) {
  const std::string schema = "of_" + where.substr(5);
  postgres::database model{named(), {.schema = schema}};
  postgres::lease_store leases{named() + where};
  const auto write = [&] { model.write([](auto& tx) { tx.exec("INSERT INTO mine VALUES(1)"); }); };
  const auto read = [&] {
    return model.read(
        [](auto& tx) { return tx.template query_one<std::int64_t>("SELECT count(*) FROM mine"); });
  };
  const auto lease = [&] { return leases.acquire("work", "me", 60s); };
  model.write([](auto& tx) { tx.exec("CREATE TABLE mine(n integer)"); });
  write();
  ASSERT_TRUE(lease());
  catch_up();
  go_astray();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(error_of(read).code, errc::unavailable);
    EXPECT_EQ(error_of(write).code, errc::unavailable);
    EXPECT_EQ(lease().error().code, errc::unavailable);
  }
  postgres::database shown{named(), {.schema = schema, .read_only = true}};
  EXPECT_EQ(shown.read([](auto& tx) { return tx.template query_one<std::int64_t>("SELECT n FROM mine"); }), 1)
      << "who only reads may read it";
  come_back();
  EXPECT_EQ(read(), 1);
  EXPECT_NO_THROW(write());
  EXPECT_TRUE(lease());
}

}  // namespace
}  // namespace varve::shop
