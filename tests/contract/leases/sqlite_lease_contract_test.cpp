#include <varve/contract/lease_contract.hpp>
#include <varve/sqlite/event_store.hpp>
#include <varve/sqlite/lease_store.hpp>

#include "connection.hpp"
#include "in_child.hpp"
#include "temporary_folder.hpp"
#include "thread_inside_sqlite.hpp"

namespace varve::contract {

/// Leases in the file of a log.
class sqlite_lease_fixture final : public lease_fixture {
 public:
  explicit sqlite_lease_fixture(const environment& env) : env_(env) {
    const sqlite::event_store log{path_, {.durability = sqlite::durability::process_crash}};
  }

  [[nodiscard]] std::unique_ptr<lease_store> open() override {
    return std::make_unique<sqlite::lease_store>(
        path_, sqlite::lease_store_options{.durability = sqlite::durability::process_crash}, env_);
  }
  void pass(std::chrono::nanoseconds time) override {
    sqlite::connection db{path_, sqlite::access::read_write};
    const std::string by = std::to_string(time.count());
    db.execute(
        ("UPDATE varve_leases SET acquired_at = acquired_at - " + by + ", expires_at = expires_at - " + by)
            .c_str());
  }
  void reboot() {
    sqlite::connection{path_, sqlite::access::read_write}.execute("UPDATE varve_leases SET boot = 'another'");
  }

 private:
  const environment env_;
  testing::temporary_folder folder_;
  std::string path_ = folder_.file("log.db");
};

TEST(sqlite_leases, of_another_boot_have_run_out_and_keep_their_versions) {
  sqlite_lease_fixture fixture{environment{}};
  const auto leases = fixture.open();
  ASSERT_TRUE(leases->acquire("sales", "ada", std::chrono::hours{1})->is_of("ada"));
  fixture.reboot();
  EXPECT_FALSE(leases->list("")->front().in_force());
  const auto given = leases->acquire("sales", "bob", std::chrono::hours{1}).value();
  EXPECT_TRUE(given.is_of("bob"));
  EXPECT_EQ(given.version, 2);
}

TEST(sqlite_leases, need_a_file_that_is_there) {
  const testing::temporary_folder folder;
  try {
    const sqlite::lease_store none{folder.file("none.db")};
    FAIL() << "it was opened";
  } catch (const failure& refused) {
    EXPECT_EQ(refused.code(), errc::not_found);
  }
}

TEST(sqlite_leases, are_not_used_after_a_fork) {
  sqlite_lease_fixture fixture{environment{}};
  auto leases = fixture.open();
  ASSERT_TRUE(leases->acquire("sales", "ada", std::chrono::hours{1}));
  EXPECT_TRUE(testing::in_child([&] { return leases->list("").error().code == errc::unsupported; }));
  EXPECT_TRUE(leases->list("").value().front().is_of("ada"));
  const testing::thread_inside_sqlite busy;
  EXPECT_TRUE(testing::in_child([&] {
    leases.reset();
    return true;
  }));
}

}  // namespace varve::contract

VARVE_LEASE_CONTRACT(sqlite, sqlite_lease_fixture);
