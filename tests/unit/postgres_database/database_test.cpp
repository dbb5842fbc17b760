#include <varve/postgres/database.hpp>
#include <varve/testing/wait_until.hpp>

#include "in_child.hpp"
#include "schema_test.hpp"

#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <thread>
#include <tuple>
#include <vector>

namespace varve::postgres {
namespace {

using namespace std::chrono_literals;

const auto* const needs = testing::need_postgres();

class postgres_database : public schema_test {
 protected:
  void end_sessions() {
    server().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'");
  }
};

TEST_F(postgres_database, keeps_what_a_transaction_wrote_when_it_returned) {
  const auto changed = db.write([](transaction& tx) {
    tx.exec("CREATE TABLE sales(sku text, sold int); CREATE INDEX by_sold ON sales(sold)");
    return tx.exec("INSERT INTO sales VALUES($1, $2), ($3, $4)", "apple", 3, std::string{"pear"}, 4);
  });
  EXPECT_EQ(changed, 2);
  database again{server().url(), {.schema = schema}};
  const auto sold = again.read([](transaction& tx) {
    std::vector<std::tuple<std::string, int>> rows;
    for (auto&& row :
         tx.query<std::string, int>("SELECT sku, sold FROM sales WHERE sold > $1 ORDER BY sku", 0))
      rows.push_back(row);
    return rows;
  });
  EXPECT_EQ(sold, (std::vector<std::tuple<std::string, int>>{{"apple", 3}, {"pear", 4}}));
}

TEST_F(postgres_database, rolls_back_what_a_transaction_wrote_when_it_threw) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a int)"); });
  EXPECT_THROW(db.write([](transaction& tx) {
    tx.exec("INSERT INTO t VALUES(1)");
    throw std::runtime_error{"no"};
  }),
               std::runtime_error);
  EXPECT_EQ(count("SELECT count(*) FROM t"), 0);
}

TEST_F(postgres_database, keeps_nothing_of_a_transaction_that_passes_over_a_failed_statement) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a int PRIMARY KEY)"); });
  const auto passed_over = error_of([&] {
    db.write([](transaction& tx) {
      tx.exec("INSERT INTO t VALUES(1)");
      EXPECT_THROW(tx.exec("INSERT INTO t VALUES(1)"), sql_failure);
    });
  });
  EXPECT_EQ(passed_over.code, errc::invalid_argument);
  EXPECT_EQ(count("SELECT count(*) FROM t"), 0);
}

TEST_F(postgres_database, refuses_to_write_where_it_reads) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a int)"); });
  const auto refused =
      error_of([&] { db.read([](transaction& tx) { tx.exec("INSERT INTO t VALUES(1)"); }); });
  EXPECT_EQ(refused.code, errc::read_only);
}

TEST_F(postgres_database, gives_back_what_it_was_given) {
  using limits = std::numeric_limits<double>;
  db.write([&](transaction& tx) {
    const auto same = [&]<class T>(const char* type, const T& value) {
      EXPECT_EQ(tx.query_one<T>("SELECT $1::" + std::string{type}, value), value) << type;
    };
    same("boolean", true);
    same("boolean", false);
    same("bigint", std::numeric_limits<std::int64_t>::min());
    same("double precision", 0.1);
    same("double precision", limits::denorm_min());
    same("double precision", limits::max());
    same("double precision", -limits::infinity());
    same("text", std::string{"it's a \\ \"text\" \xE2\x82\xAC {\n"});
    same("json", std::vector<int>{1, 2});
    EXPECT_EQ(
        tx.query_one<std::optional<std::string>>("SELECT $1::text", std::optional<std::string>{}).value(),
        std::nullopt);
    EXPECT_TRUE(std::isnan(tx.query_one<double>("SELECT 'NaN'::float8").value()));
    EXPECT_EQ(tx.query_one<std::int64_t>("SELECT sum(i) FROM generate_series(1, 3) i"), 6);
    EXPECT_EQ(tx.query_one<double>("SELECT 1.5"), 1.5);
    EXPECT_EQ(tx.query_one<std::string>("SELECT DATE '2026-11-21'"), "2026-11-21");
  });
}

TEST_F(postgres_database, gives_doubles_exactly_whatever_the_role_is_set_to) {
  const auto role = testing::shared_server::fresh_name();
  server().create_role(role);
  server().execute("ALTER ROLE " + role + " SET extra_float_digits = -10; ALTER ROLE " + role +
                   " SET synchronous_commit = off; GRANT CREATE ON DATABASE postgres TO " + role);
  database its{server().url("postgres", role), {.schema = testing::shared_server::fresh_name()}};
  its.write([](transaction& tx) {
    EXPECT_EQ(tx.query_one<double>("SELECT 0.1::float8 + 0.2::float8"), 0.1 + 0.2);
    EXPECT_EQ(tx.query_one<std::string>("SELECT current_setting('synchronous_commit')"), "on");
  });
}

TEST_F(postgres_database, commits_without_waiting_for_the_disk_only_when_told) {
  const auto level = [](database& of) {
    return of.write([](transaction& tx) {
      return tx.query_one<std::string>("SELECT current_setting('synchronous_commit')").value();
    });
  };
  EXPECT_EQ(level(db), "on");
  database weak{server().url(), {.schema = schema, .durability = durability::client_crash}};
  EXPECT_EQ(level(weak), "off");
}

TEST_F(postgres_database, refuses_a_text_with_a_nul_character) {
  const std::string text{"a\0b", 3};
  EXPECT_EQ(error_of([&] {
              db.write([&](transaction& tx) { (void)tx.query_one<std::string>("SELECT $1", text); });
            }).code,
            errc::invalid_argument);
}

TEST_F(postgres_database, refuses_a_key_that_no_index_takes) {
  const row_shape shape{{{"key", column_type::text, true}}, {}};
  std::minstd_rand draw{1};
  std::string key;  // which does not compress
  for (int i = 0; i < 10'000; ++i) key += static_cast<char>('!' + draw() % 90);
  const auto session = db.begin_write();
  session->use_generation(1);
  session->create_rows("keys", shape);
  session->rows("keys", shape)->put(std::vector<cell>{std::string_view{key}});
  EXPECT_EQ(error_of([&] { session->commit(); }).code, errc::too_large);
}

TEST_F(postgres_database, keeps_its_own_tables_and_transactions_to_itself) {
  db.write([](transaction& tx) {
    EXPECT_EQ(error_of([&] { tx.exec("DELETE FROM varve_checkpoints"); }).code, errc::invalid_argument);
    EXPECT_EQ(error_of([&] { tx.exec("COMMIT"); }).code, errc::invalid_argument);
  });
}

TEST_F(postgres_database, folds_names_of_tables_as_postgresql_does) {
  const auto session = db.begin_write();
  session->use_generation(1);
  session->create_rows("Sales", {{{"key", column_type::text, true}}, {}});
  session->show("Sales", 1);
  EXPECT_EQ(session->relation_of("Sales"), relation::view);
  EXPECT_EQ(database::transaction_of(*session).exec("INSERT INTO {Sales} VALUES($1)", "a"), 1);
  EXPECT_EQ(database::transaction_of(*session).query_one<std::string>("SELECT key FROM SALES"), "a");
}

TEST_F(postgres_database, takes_a_row_again_before_the_first_was_written) {
  const row_shape shape{{{"key", column_type::integer, true}, {"part", column_type::text, true}},
                        {{"amount", column_type::integer, false}}};
  const auto session = db.begin_write();
  session->use_generation(1);
  session->create_rows("sales", shape);
  const auto rows = session->rows("sales", shape);
  const auto put = [&](std::int64_t key, std::int64_t amount) {
    rows->put(std::vector<cell>{key, std::string_view{"p"}, amount});
  };
  put(2, 1);
  put(1, 1);
  put(2, 2);
  rows->erase(std::vector<cell>{std::int64_t{1}, std::string_view{"p"}});
  put(1, 3);
  auto& tx = database::transaction_of(*session);
  EXPECT_EQ(
      tx.query_one<std::string>("SELECT string_agg(key || '=' || amount, ',' ORDER BY key) FROM {sales}"),
      "1=3,2=2");
}

TEST_F(postgres_database, orders_text_bytewise_as_sqlite_does) {
  const row_shape shape{{{"key", column_type::text, true}}, {}};
  const auto session = db.begin_write();
  session->use_generation(1);
  session->create_rows("words", shape);
  for (const std::string_view word : {"B", "a", "\xC3\xA4"})
    session->rows("words", shape)->put(std::vector<cell>{word});
  auto& tx = database::transaction_of(*session);
  EXPECT_EQ(
      tx.query_one<std::string>("SELECT string_agg(key, ' ') FROM (SELECT key FROM {words} ORDER BY key) w"),
      "B a \xC3\xA4");
}

TEST_F(postgres_database, opens_another_connection_when_the_server_has_ended_those_that_waited) {
  EXPECT_EQ(count("SELECT 1"), 1);
  end_sessions();
  EXPECT_EQ(count("SELECT 2"), 2);
}

TEST_F(postgres_database, fails_for_now_when_the_connection_is_lost_within_a_transaction) {
  const auto lost = error_of([&] {
    db.write([&](transaction& tx) {
      tx.exec("CREATE TABLE t()");
      end_sessions();
      tx.exec("SELECT 1");
    });
  });
  EXPECT_EQ(lost.code, errc::unavailable);
  EXPECT_EQ(count("SELECT count(*) FROM pg_tables WHERE tablename = 't' AND schemaname = current_schema()"),
            0);
}

TEST_F(postgres_database, does_not_know_the_fate_of_a_commit_whose_connection_was_lost) {
  db.write([](transaction& tx) {
    tx.exec(
        "CREATE TABLE slow(a int); CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER sleeps AFTER INSERT "
        "ON slow "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sleep()");
  });
  std::jthread ending{[&] {
    testing::wait_until("it commits", [&] {
      return server().execute(
                 "SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep'") !=
             "0\n";
    });
    end_sessions();
  }};
  const auto doubt =
      error_of([&] { db.write([](transaction& tx) { tx.exec("INSERT INTO slow VALUES(1)"); }); });
  EXPECT_EQ(doubt.code, errc::in_doubt);
}

TEST_F(postgres_database, waits_no_longer_than_told_for_another_that_writes) {
  database hasty{server().url(), {.schema = schema, .longest_wait = 50ms}};
  const auto writing = db.begin_write();
  EXPECT_EQ(error_of([&] { (void)hasty.begin_write(); }).code, errc::unavailable);
  EXPECT_NO_THROW((void)hasty.begin_read());
}

TEST_F(postgres_database, does_not_let_one_that_is_paused_hold_the_others_up) {
  database paused{server().url(), {.schema = schema, .longest_wait = 50ms}};
  const auto asleep = paused.begin_write();
  EXPECT_NO_THROW((void)db.begin_write());  // when the server has ended the session of the other
  EXPECT_EQ(error_of([&] { (void)asleep->projections(); }).code, errc::unavailable);
}

TEST_F(postgres_database, makes_its_tables_once_however_many_open_it_at_the_same_time) {
  const auto fresh = testing::shared_server::fresh_name();
  {
    std::vector<std::jthread> openers;
    for (int i = 0; i < 8; ++i)
      openers.emplace_back([&] { EXPECT_NO_THROW((database{server().url(), {.schema = fresh}})); });
  }
  EXPECT_EQ(server().execute("SELECT count(*) FROM pg_tables WHERE schemaname = '" + fresh + "'"), "3\n");
}

TEST_F(postgres_database, opened_for_reading_makes_and_writes_nothing) {
  const auto fresh = testing::shared_server::fresh_name();
  const auto open = [&](const std::string& which) {
    return database{server().url(), {.schema = which, .read_only = true}};
  };
  EXPECT_EQ(error_of([&] { (void)open(fresh); }).code, errc::not_found);
  EXPECT_EQ(server().execute("SELECT count(*) FROM pg_namespace WHERE nspname = '" + fresh + "'"), "0\n");
  database looking{server().url(), {.schema = schema, .read_only = true}};
  EXPECT_EQ(error_of([&] { (void)looking.begin_write(); }).code, errc::read_only);
  EXPECT_TRUE(looking.begin_read()->projections().empty());
}

TEST_F(postgres_database, refuses_a_database_that_does_not_speak_utf_8) {
  server().execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
  EXPECT_EQ(error_of([] { database{server().url("latin")}; }).code, errc::unsupported);
}

TEST_F(postgres_database, is_not_used_after_a_fork) {
  auto shared = std::make_unique<database>(server().url(), database_options{.schema = schema});
  const auto session = [&] {
    return shared->read([](transaction& tx) { return tx.query_one<int>("SELECT pg_backend_pid()").value(); });
  };
  const int before = session();
  EXPECT_TRUE(testing::in_child([&] {
    const auto why = error_of([&] { (void)shared->begin_read(); });
    shared.reset();
    return why.code == errc::unsupported;
  }));
  EXPECT_EQ(session(), before) << "the child has left it alone";
}

TEST_F(postgres_database, leaves_a_transaction_that_was_begun_before_a_fork_to_the_parent) {
  db.write([](transaction& tx) { tx.exec("CREATE TABLE t(a integer)"); });
  auto mine = std::make_unique<database>(server().url(), database_options{.schema = schema});
  auto begun = mine->begin_write();
  auto& sql = database::transaction_of(*begun);
  sql.exec("INSERT INTO t VALUES(1)");
  EXPECT_TRUE(testing::in_child([&] {
    const auto why = error_of([&] { begun->commit(); });
    begun.reset();
    mine.reset();
    return why.code == errc::unsupported;
  }));
  EXPECT_EQ(sql.query_one<int>("SELECT count(*)::integer FROM t"), 1);
  begun->commit();
  EXPECT_EQ(db.read([](transaction& tx) { return tx.query_one<int>("SELECT count(*)::integer FROM t"); }), 1);
}

}  // namespace
}  // namespace varve::postgres
