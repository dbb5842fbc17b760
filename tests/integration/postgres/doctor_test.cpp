#include <varve/postgres/doctor.hpp>
#include <varve/testing/pgbouncer.hpp>

#include "logs_on_a_server.hpp"

#include <chrono>
#include <libpq-fe.h>
#include <map>

namespace varve::postgres {
namespace {

using enum checkup::verdict;
using namespace std::chrono_literals;

class doctor : public logs_on_a_server {
 protected:
  std::map<std::string, checkup> seen(const std::string& at, const doctor_options& how = {}) {
    std::map<std::string, checkup> out;
    for (const auto& one : examine(at, how)) out.emplace(one.what, one);
    return out;
  }
};

TEST_F(doctor, finds_nothing_wrong_with_a_log_on_a_server_as_it_is_installed) {
  ASSERT_EQ(name_of(open()->append_and_wait(one_event("a"))), "appended");
  const auto found = seen(url());
  ASSERT_EQ(found.size(), 12U);
  for (const auto& [name, one] : found) EXPECT_NE(one.found, problem) << name << ": " << one.text;
  EXPECT_EQ(found.at("fsync").found, good);
  EXPECT_EQ(found.at("log").found, good);
  EXPECT_EQ(found.at("pooler").found, good);
  EXPECT_EQ(found.at("role").found, remark) << "the owner may more than is needed";
  EXPECT_EQ(open()->status().durability, "power_cut");
}

TEST_F(doctor, says_what_is_not_there) {
  const auto none = seen(url());
  EXPECT_EQ(none.at("log").found, problem);
  EXPECT_EQ(none.at("role").found, remark);
  EXPECT_EQ(none.at("role").text, "`postgres` has no log here that it could be asked about");
  for (const auto& [name, one] : none)
    EXPECT_EQ(one.text.find("cannot be looked at"), std::string::npos) << name << ": " << one.text;
  EXPECT_EQ(seen("postgres://127.0.0.1:1/none").at("server").found, problem);
  EXPECT_EQ(seen("postgres://h/d?log=NO").at("server").found, problem);
}

TEST_F(doctor, sees_settings_of_the_role) {
  const auto store = open();
  server->execute(
      "CREATE ROLE hasty LOGIN; ALTER ROLE hasty SET synchronous_commit = off; ALTER ROLE hasty SET "
      "default_transaction_isolation = 'serializable'");
  const auto found = seen(url("hasty"));
  EXPECT_EQ(found.at("synchronous_commit").found, remark);
  EXPECT_EQ(found.at("isolation").found, problem);
  EXPECT_EQ(found.at("role").found, problem) << found.at("role").text;
  server->execute("DROP ROLE hasty");
}

TEST_F(doctor, sees_who_keeps_a_transaction_open) {
  const auto store = open();
  const std::unique_ptr<PGconn, decltype(&PQfinish)> idle{PQconnectdb(server->url().c_str()), &PQfinish};
  EXPECT_EQ(seen(url()).at("transactions").found, good);
  PQclear(PQexec(idle.get(), "BEGIN; SELECT 1"));
  EXPECT_EQ(seen(url()).at("transactions").found, good) << "not for long";
  const checkup remarked = seen(url(), {.longest = 0s}).at("transactions");
  EXPECT_EQ(remarked.found, remark);
  EXPECT_NE(remarked.text.find("more than 0 s"), std::string::npos) << remarked.text;
  EXPECT_EQ(seen(url(), {.longest_idle = 0s}).at("transactions").found, problem);
}

TEST_F(doctor, says_that_a_role_without_rights_does_not_see_the_transactions_of_others) {
  const auto store = open();
  server->execute("CREATE ROLE humble LOGIN");
  const std::unique_ptr<PGconn, decltype(&PQfinish)> other{PQconnectdb(server->url().c_str()), &PQfinish};
  PQclear(PQexec(other.get(), "BEGIN; SELECT 1"));
  const checkup unseen = seen(url("humble"), {.longest_idle = 0s, .longest = 0s}).at("transactions");
  EXPECT_EQ(unseen.found, remark);
  EXPECT_NE(unseen.text.find("pg_read_all_stats"), std::string::npos) << unseen.text;
  server->execute("GRANT pg_read_all_stats TO humble");
  EXPECT_EQ(seen(url("humble"), {.longest_idle = 0s}).at("transactions").found, problem);
  server->execute("DROP ROLE humble");
}

TEST_F(doctor, knows_a_server_that_does_not_sync_and_so_does_the_store) {
  postgres_server careless{{{"fsync", "off"},
                            {"full_page_writes", "off"},
                            {"wal_level", "minimal"},
                            {"max_wal_senders", "0"},
                            {"max_prepared_transactions", "2"}}};
  const testing::pgbouncer pooler{careless};
  const event_store store{careless.url()};
  EXPECT_EQ(store.status().durability, "process_crash");
  careless.execute("BEGIN; CREATE TABLE t(a int); PREPARE TRANSACTION 'waiting'");
  const auto found = seen(careless.url());
  EXPECT_EQ(found.at("fsync").found, problem);
  EXPECT_EQ(found.at("full_page_writes").found, problem);
  EXPECT_EQ(found.at("wal_level").found, remark);
  EXPECT_EQ(found.at("prepared").found, remark);
  EXPECT_EQ(found.at("pooler").found, good);
  EXPECT_EQ(seen(pooler.url()).at("pooler").found, remark);
}

}  // namespace
}  // namespace varve::postgres
