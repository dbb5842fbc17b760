#include "connect.hpp"

#include <varve/testing/postgres_server.hpp>

#include "classify.hpp"
#include "link.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <stdexcept>

namespace varve::postgres {
namespace {

using testing::postgres_server;

class connect_test : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!postgres_server::missing()) server.emplace();
  }
  static void TearDownTestSuite() { server.reset(); }
  void SetUp() override {
    if (const auto reason = postgres_server::missing()) GTEST_SKIP() << *reason;
  }

  inline static std::optional<postgres_server> server;
};

/// What `work` fails with.
sql_failure failure_of(const std::function<void()>& work) {
  try {
    try {
      work();
    } catch (...) {
      rethrow("do it");
    }
  } catch (const sql_failure& e) {
    return e;
  }
  throw std::logic_error{"it did not fail"};
}

TEST_F(connect_test, speaks_utf_8) {
  const auto connection = connect(server->url());
  pqxx::work transaction{*connection};
  EXPECT_EQ(transaction.exec("SHOW client_encoding")[0][0].c_str(), std::string{"UTF8"});
}

TEST_F(connect_test, a_server_that_is_away_is_transient) {
  const auto away = failure_of([] { (void)connect("postgres://nobody@127.0.0.1:1/none"); });
  EXPECT_EQ(away.code(), errc::unavailable);
  EXPECT_EQ(away.fate(), fate::transient);
}

TEST_F(connect_test, a_statement_that_cannot_succeed_is_permanent_and_keeps_its_sqlstate) {
  const auto connection = connect(server->url());
  pqxx::work transaction{*connection};
  const auto wrong = failure_of([&] { transaction.exec("SELECT nothing"); });
  EXPECT_EQ(wrong.code(), errc::invalid_argument);
  EXPECT_EQ(wrong.fate(), fate::permanent);
  EXPECT_EQ(wrong.sqlstate(), "42703");
  EXPECT_EQ(std::string{wrong.what()}.find('\n'), std::string::npos) << wrong.what();
}

TEST_F(connect_test, a_lock_that_is_held_is_transient) {
  server->execute("CREATE TABLE held()");
  const auto holder = connect(server->url());
  pqxx::work holding{*holder};
  holding.exec("LOCK TABLE held");
  const auto waiter = connect(server->url());
  pqxx::work waiting{*waiter};
  waiting.exec("SET LOCAL lock_timeout = '1ms'");
  const auto locked = failure_of([&] { waiting.exec("SELECT * FROM held"); });
  EXPECT_EQ(locked.code(), errc::unavailable);
  EXPECT_EQ(locked.fate(), fate::transient);
  EXPECT_EQ(locked.sqlstate(), "55P03");
}

TEST_F(connect_test, a_connection_that_is_lost_is_transient_before_the_commit) {
  const auto connection = connect(server->url());
  pqxx::work transaction{*connection};
  transaction.exec("SELECT 1");
  server->execute("SELECT pg_terminate_backend(" + std::to_string(connection->backendpid()) + ")");
  const auto lost = failure_of([&] { transaction.exec("SELECT 1"); });
  EXPECT_EQ(lost.code(), errc::unavailable);
  EXPECT_EQ(lost.fate(), fate::transient);
}

TEST_F(connect_test, what_is_not_from_the_database_stays_what_it_is) {
  EXPECT_THROW(failure_of([] { throw std::domain_error{"another's"}; }), std::domain_error);
}

TEST_F(connect_test, a_link_goes_on_with_other_statements_after_one_that_failed_at_its_first_run) {
  link on{server->url()};
  on.begin("BEGIN");
  EXPECT_THROW((void)on.run("SELECT 1 / $1::integer", arguments::of(std::int64_t{0})), sql_failure);
  on.rollback();
  on.begin("BEGIN");
  EXPECT_EQ(on.run("SELECT $1::text", arguments::of(std::string_view{"other"}))[0][0].c_str(),
            std::string("other"));
  EXPECT_EQ(on.run("SELECT 1 / $1::integer", arguments::of(std::int64_t{1}))[0][0].as<int>(), 1);
  on.commit();
}

}  // namespace
}  // namespace varve::postgres
