#include <varve/testing/postgres_server.hpp>
#include <varve/testing/wait_until.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace varve::testing {
namespace {

class postgres_server_test : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto reason = postgres_server::missing()) GTEST_SKIP() << *reason;
    server.emplace();
  }

  std::optional<postgres_server> server;
};

TEST_F(postgres_server_test, takes_statements_and_gives_their_rows) {
  EXPECT_EQ(server->execute("SELECT 1, 'two' UNION ALL SELECT 3, 'four' ORDER BY 1"), "1|two\n3|four\n");
  EXPECT_THROW(server->execute("SELECT nothing"), std::runtime_error);
}

TEST_F(postgres_server_test, is_run_by_an_ordinary_user_and_syncs_its_commits) {
  struct stat process{};
  ASSERT_EQ(::stat(("/proc/" + std::to_string(server->process())).c_str(), &process), 0);
  EXPECT_NE(process.st_uid, 0U);
  EXPECT_EQ(server->execute("SHOW fsync"), "on\n");
  EXPECT_EQ(server->execute("SHOW synchronous_commit"), "on\n");
}

TEST_F(postgres_server_test, makes_databases_and_roles) {
  server->create_role("anna", "CONNECTION LIMIT 3");
  server->create_database("shop", "anna");
  EXPECT_EQ(server->execute("SELECT rolname FROM pg_database JOIN pg_roles r ON r.oid = datdba "
                            "WHERE datname = current_database()",
                            "shop"),
            "anna\n");
  EXPECT_EQ(server->execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'anna'"), "3\n");
}

TEST_F(postgres_server_test, takes_settings_before_its_start_and_later) {
  postgres_server small{{{"max_connections", "17"}, {"log_line_prefix", "it's "}}};
  EXPECT_EQ(small.execute("SHOW max_connections"), "17\n");
  EXPECT_EQ(small.execute("SHOW log_line_prefix"), "it's \n");
  small.configure("max_connections", "18");
  small.stop();
  small.start();
  EXPECT_EQ(small.execute("SHOW max_connections"), "18\n");
}

TEST_F(postgres_server_test, keeps_its_address_and_what_was_committed_over_every_kind_of_end) {
  const auto url = server->url();
  server->execute("CREATE TABLE t(i int)");
  for (const auto end :
       {&postgres_server::stop, &postgres_server::stop_immediately, &postgres_server::kill}) {
    server->execute("INSERT INTO t VALUES(1)");
    ((*server).*end)();
    EXPECT_FALSE(server->running());
    EXPECT_THROW(server->execute("SELECT 1"), std::runtime_error);
    server->start();
    EXPECT_EQ(server->url(), url);
  }
  EXPECT_EQ(server->execute("SELECT count(*) FROM t"), "3\n");
}

TEST_F(postgres_server_test, several_stand_beside_each_other) {
  postgres_server other;
  other.execute("CREATE TABLE only_there()");
  EXPECT_EQ(server->execute("SELECT to_regclass('only_there') IS NULL"), "t\n");
  EXPECT_NE(other.port(), server->port());
}

/// Starts a server in a process of its own, and answers with that process, the server's and its folder.
struct elsewhere {
  pid_t test = 0;
  int server = 0;
  std::filesystem::path folder;
};

elsewhere start_elsewhere() {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  elsewhere started;
  started.test = ::fork();
  if (started.test == 0) {
    const postgres_server its;
    const std::string told = std::to_string(its.process()) + " " + its.folder().string();
    if (::write(ends[1], told.data(), told.size()) > 0) ::pause();
    ::_exit(1);
  }
  char told[4096]{};
  EXPECT_GT(::read(ends[0], told, sizeof told - 1), 0);
  ::close(ends[0]);
  ::close(ends[1]);
  std::string folder;
  std::istringstream{told} >> started.server >> folder;
  started.folder = folder;
  return started;
}

TEST_F(postgres_server_test, ends_and_is_gone_when_the_test_is_killed) {
  const auto started = start_elsewhere();
  ASSERT_TRUE(std::filesystem::exists(started.folder));
  ::kill(started.test, SIGKILL);
  ASSERT_EQ(::waitpid(started.test, nullptr, 0), started.test);
  wait_until("its folder is gone", [&] { return !std::filesystem::exists(started.folder); });
  const auto at =
      "/proc/" + std::to_string(started.server) + "/cwd";  // none when it ended but was not waited for
  std::error_code none;
  EXPECT_EQ(std::filesystem::read_symlink(at, none), std::filesystem::path{});
}

TEST_F(postgres_server_test, outlives_processes_that_the_test_forks_off) {
  const pid_t child = ::fork();
  if (child == 0) std::exit(0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(server->running());
  EXPECT_EQ(server->execute("SELECT 1"), "1\n");
}

TEST_F(postgres_server_test, says_why_it_does_not_start) {
  try {
    const postgres_server broken{{{"no_such_setting", "1"}}};
    FAIL() << "it started";
  } catch (const std::runtime_error& why) {
    EXPECT_NE(std::string{why.what()}.find("no_such_setting"), std::string::npos) << why.what();
  }
}

}  // namespace
}  // namespace varve::testing
