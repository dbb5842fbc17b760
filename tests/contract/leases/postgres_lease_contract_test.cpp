#include <varve/contract/lease_contract.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/postgres/lease_store.hpp>

#include "in_child.hpp"
#include "link.hpp"
#include "shared_server.hpp"

namespace varve::contract {
namespace {

[[maybe_unused]] const auto* const needs = testing::need_postgres();

/// A log of its own, for leases.
std::string fresh_log() {
  const std::string url =
      testing::shared_server::server().url() + "?log=" + testing::shared_server::fresh_name();
  const postgres::event_store made{url};
  return url;
}

}  // namespace

/// Leases beside a log of their own.
class postgres_lease_fixture : public lease_fixture {
 public:
  explicit postgres_lease_fixture(const environment&)
      : postgres_lease_fixture(testing::shared_server::server().url()) {}

  [[nodiscard]] std::unique_ptr<lease_store> open() override {
    return std::make_unique<postgres::lease_store>(url_);
  }
  void pass(std::chrono::nanoseconds time) override {
    const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    const std::string by = std::to_string(whole) + " * interval '1 microsecond'";
    postgres::link on{testing::shared_server::server().url()};
    on.run("UPDATE " + log_ + ".leases SET acquired_at = acquired_at - " + by +
           ", expires_at = expires_at - " + by);
  }

 protected:
  explicit postgres_lease_fixture(const std::string& server) : url_(server + "?log=" + log_) {
    const postgres::event_store log{testing::shared_server::server().url() + "?log=" + log_};
  }

 private:
  const std::string log_ = testing::shared_server::fresh_name();
  const std::string url_;
};

class pooled_lease_fixture final : public postgres_lease_fixture {
 public:
  explicit pooled_lease_fixture(const environment&)
      : postgres_lease_fixture(testing::shared_server::pool().url()) {}
};

TEST(postgres_leases, need_a_log_that_is_there) {
  try {
    const postgres::lease_store none{testing::shared_server::server().url() + "?log=none"};
    FAIL() << "they were opened";
  } catch (const failure& refused) {
    EXPECT_EQ(refused.code(), errc::not_found);
  }
}

TEST(postgres_leases, are_not_used_after_a_fork) {
  auto leases = std::make_unique<postgres::lease_store>(fresh_log() + "&application_name=parent");
  const auto session = [] {
    return testing::shared_server::server().execute(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'parent'");
  };
  const std::string before = session();
  ASSERT_NE(before, "");
  EXPECT_TRUE(testing::in_child([&] {
    const bool refused = leases->list("").error().code == errc::unsupported;
    leases.reset();
    return refused;
  }));
  EXPECT_TRUE(leases->list(""));
  EXPECT_EQ(session(), before) << "the child has left it alone";
}

TEST(postgres_leases, are_not_waited_for_longer_than_told_while_somebody_changes_them) {
  const std::string url = fresh_log();
  postgres::lease_store patient{url};
  ASSERT_TRUE(patient.acquire("sales", "ada", std::chrono::hours{1}));
  postgres::link other{testing::shared_server::server().url()};
  other.begin("BEGIN");
  other.run("SELECT FROM " + url.substr(url.rfind('=') + 1) + ".leases FOR UPDATE");
  postgres::lease_store hasty{url, {.longest_wait = std::chrono::milliseconds{20}}};
  EXPECT_EQ(hasty.acquire("sales", "bob", std::chrono::hours{1}).error().code, errc::unavailable);
  other.rollback();
  EXPECT_EQ(hasty.acquire("sales", "ada", std::chrono::hours{1}).value().owner, "ada") << "it goes on";
}

TEST(postgres_leases, go_on_when_their_connection_was_lost) {
  postgres::lease_store leases{fresh_log()};
  const auto mine = leases.acquire("sales", "ada", std::chrono::hours{1}).value();
  postgres::link other{testing::shared_server::server().url()};
  other.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
      "backend_type = 'client backend'");
  (void)leases.renew({&mine, 1}, std::chrono::hours{1});  // may hear of the loss
  const auto lost = leases.renew({&mine, 1}, std::chrono::hours{1});
  ASSERT_TRUE(lost) << lost.error().message;
  EXPECT_TRUE(lost->empty());
}

}  // namespace varve::contract

VARVE_LEASE_CONTRACT(postgres, postgres_lease_fixture);
VARVE_LEASE_CONTRACT(postgres_behind_a_pooler, pooled_lease_fixture);
