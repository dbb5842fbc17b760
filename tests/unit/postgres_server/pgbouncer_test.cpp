#include <varve/testing/pgbouncer.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace varve::testing {
namespace {

class pgbouncer_test : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = postgres_server::missing()) GTEST_SKIP() << *reason;
    if (const auto reason = pgbouncer::missing()) GTEST_SKIP() << *reason;
    server.emplace();
    pool.emplace(*server);
  }

  std::optional<postgres_server> server;
  std::optional<pgbouncer> pool;
};

TEST_F(pgbouncer_test, lets_every_role_of_the_server_pass) {
  server->create_role("anna");
  EXPECT_EQ(server->execute_at(pool->url("postgres", "anna"), "SELECT current_user"), "anna\n");
  EXPECT_EQ(server->execute_at(pool->url(), "SELECT current_user"), "postgres\n");
}

TEST_F(pgbouncer_test, pools_transactions_and_not_sessions) {
  const auto settings = server->execute_at(pool->url("pgbouncer"), "SHOW CONFIG");
  EXPECT_NE(settings.find("\npool_mode|transaction|"), std::string::npos) << settings;
}

}  // namespace
}  // namespace varve::testing
