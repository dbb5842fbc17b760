#include "logs_on_a_server.hpp"
#include "session.hpp"
#include "store_in_child.hpp"

#include <chrono>
#include <future>
#include <thread>

namespace varve::postgres {
namespace {

class opening : public logs_on_a_server {
 protected:
  error error_of(const std::string& at, const store_options& how = {}) {
    try {
      event_store opened{at, how};
    } catch (const failure& problem) {
      return problem.error();
    }
    return {errc{}, "it was opened"};
  }
};

TEST_F(opening, a_log_that_is_not_there_is_made_only_when_it_may_be) {
  EXPECT_EQ(error_of(url(), {.create = false}).code, errc::not_found);
  EXPECT_EQ(error_of(url(), {.read_only = true}).code, errc::not_found);
  EXPECT_EQ(server->execute("SELECT count(*) FROM pg_namespace WHERE nspname = '" + log + "'"), "0\n");
  EXPECT_EQ(head_of(*open()), 0);
}

TEST_F(opening, many_at_once_make_one_log) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([this] { EXPECT_EQ(name_of(open()->append_and_wait(one_event("a"))), "appended"); });
  threads.clear();
  EXPECT_EQ(head_of(*open()), 8);
}

TEST_F(opening, several_logs_of_one_database_know_nothing_of_each_other) {
  const auto one = open();
  event_store other{server->url() + "?log=other_" + log};
  ASSERT_EQ(name_of(one->append_and_wait(one_event("a", 1))), "appended");
  EXPECT_EQ(name_of(other.append_and_wait(one_event("a", 1))), "appended");
  EXPECT_NE(one->info().value().epoch, other.info().value().epoch);
}

TEST_F(opening, a_schema_of_somebody_else_is_left_alone) {
  server->execute("CREATE SCHEMA " + log + "; CREATE TABLE " + log + ".orders(n integer)");
  EXPECT_EQ(error_of(url()).code, errc::unsupported);
  server->execute("CREATE TABLE " + log + ".log(n integer)");
  EXPECT_EQ(error_of(url()).code, errc::unsupported);
}

TEST_F(opening, a_newer_format_is_refused) {
  ASSERT_EQ(head_of(*open()), 0);
  server->execute("UPDATE " + log + ".log SET format = 2");
  const error why = error_of(url());
  EXPECT_EQ(why.code, errc::unsupported);
  EXPECT_NE(why.message.find("format is 2"), std::string::npos) << why.message;
}

TEST_F(opening, a_database_that_does_not_speak_utf8_is_refused) {
  server->execute("CREATE DATABASE ascii_" + log + " ENCODING 'SQL_ASCII' TEMPLATE template0");
  EXPECT_EQ(error_of(server->url("ascii_" + log)).code, errc::unsupported);
}

TEST_F(opening, a_server_that_is_away_is_unavailable_and_no_secret_is_told) {
  const error why =
      error_of("postgres://me:secret@127.0.0.1:1/shop", {.longest_wait = std::chrono::milliseconds{1}});
  EXPECT_EQ(why.code, errc::unavailable);
  EXPECT_EQ(why.message.find("secret"), std::string::npos) << why.message;
}

TEST_F(opening, waits_for_others_that_hold_the_lock_as_long_as_told) {
  ASSERT_EQ(head_of(*open()), 0);
  server->execute("ALTER FUNCTION " + log + ".barrier_1 SET lock_timeout = '20ms'");
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  EXPECT_EQ(error_of(url(), {.longest_wait = std::chrono::nanoseconds{0}}).code, errc::unavailable);
  auto patient = std::async(std::launch::async, [this] { return head_of(*open()); });
  while (server->execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%barrier_1%' AND "
                         "wait_event_type = 'Lock' AND pid <> pg_backend_pid()") == "0\n")
    continue;
  other.run({"COMMIT"});
  EXPECT_EQ(patient.get(), 0);
}

TEST_F(opening, a_log_is_read_from_one_server) {
  EXPECT_EQ(error_of("postgres://a,b/shop", {.read_only = true}).code, errc::invalid_argument);
}

TEST_F(opening, a_store_is_not_used_after_a_fork) {
  std::unique_ptr<varve::event_store> store = open();
  ASSERT_EQ(name_of(store->append_and_wait(one_event("a"))), "appended");
  EXPECT_TRUE(testing::is_refused_in_a_child(store));
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a"))), "appended") << "the parent goes on";
}

TEST_F(opening, a_store_goes_on_after_its_server_was_restarted) {
  const auto store = open();
  ASSERT_EQ(name_of(store->append_and_wait(one_event("a"))), "appended");
  ASSERT_EQ(store->read_log(token::start(), {}, {}).value().size(), 1U);
  server->stop();
  server->start();
  EXPECT_EQ(name_of(append_when_open(*store, one_event("a"))), "appended");
  EXPECT_EQ(store->read_log(token::start(), {}, {}).value().size(), 2U);
}

}  // namespace
}  // namespace varve::postgres
