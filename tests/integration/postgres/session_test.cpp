#include "session.hpp"

#include <varve/testing/virtual_clock.hpp>

#include "logs_on_a_server.hpp"
#include "stopped_process.hpp"

#include <chrono>

namespace varve::postgres {
namespace {

class a_session : public logs_on_a_server {
 protected:
  static statement twice(std::int64_t number) {
    return {"SELECT $1::bigint * 2", parameters::of(number), "twice"};
  }
  static bool is_prepared(session& through) {
    return through.run({"SELECT FROM pg_prepared_statements WHERE name = 'twice'"}).size() == 1;
  }
};

TEST_F(a_session, prepares_what_has_a_name_and_comes_again) {
  session through{server->url()};
  EXPECT_EQ(through.run(twice(2)).integer(0, 0), 4);
  EXPECT_FALSE(is_prepared(through));
  EXPECT_EQ(through.run(twice(3)).integer(0, 0), 6);
  EXPECT_EQ(through.read(twice(4)).integer(0, 0), 8);
  EXPECT_TRUE(is_prepared(through));
}

TEST_F(a_session, goes_on_without_prepared_statements_when_somebody_threw_them_away) {
  session through{server->url()};
  through.run(twice(2));
  through.run(twice(2));
  through.run({"DEALLOCATE ALL"});
  EXPECT_EQ(through.run(twice(3)).integer(0, 0), 6);
  EXPECT_EQ(through.read({twice(4), twice(5)})[1].integer(0, 0), 10);
  EXPECT_FALSE(is_prepared(through));
}

TEST_F(a_session, goes_on_when_a_read_finds_them_thrown_away) {
  session through{server->url()};
  through.read({twice(2), twice(3)});
  through.run({"DEALLOCATE ALL"});
  EXPECT_EQ(through.read({twice(4), twice(5)})[1].integer(0, 0), 10);
}

TEST_F(a_session, tells_the_server_how_long_it_waits_unless_that_is_told_to_hurry_more) {
  const auto limit_of = [](session& through) {
    return std::string(through.read({"SELECT current_setting('statement_timeout')"}).bytes(0, 0));
  };
  session through{server->url()};
  through.run({"SET statement_timeout = '1min'"});
  EXPECT_EQ(limit_of(through), "1min");
  through.be_patient({system_clock().steady() + std::chrono::hours{1}, system_clock()});
  EXPECT_EQ(limit_of(through), "1min");
  testing::virtual_clock time;
  through.be_patient({time.steady() + std::chrono::seconds{40}, time});
  EXPECT_EQ(limit_of(through), "40s");
  through.be_patient({});
  EXPECT_EQ(limit_of(through), "1min");
}

TEST_F(a_session, that_is_patient_sends_more_at_once_than_a_socket_takes) {
  session through{server->url()};
  through.be_patient({system_clock().steady() + std::chrono::hours{1}, system_clock()});
  const std::string much(std::size_t{32} << 20U, 'x');
  const statement echo{"SELECT $1::text", parameters::of(much)};
  EXPECT_EQ(through.read({echo, echo})[1].bytes(0, 0), much);
  EXPECT_EQ(through.run(echo).bytes(0, 0), much);
}

TEST_F(a_session, that_is_not_read_from_is_waited_for_no_longer_than_told) {
  session through{server->url()};
  const statement much{"SELECT $1::text", parameters::of(std::string(std::size_t{32} << 20U, 'x'))};
  const testing::stopped_process sleeping{PQbackendPID(through.get())};
  through.be_patient({system_clock().steady() + std::chrono::seconds{1}, system_clock()});
  try {
    through.read(much);
    FAIL() << "a stopped process has answered";
  } catch (const sql_failure& problem) {
    EXPECT_EQ(problem.code(), errc::timeout);
  }
  EXPECT_FALSE(through.idle()) << "it must not be used again";
}

}  // namespace
}  // namespace varve::postgres
