#include "address.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace varve::postgres {
namespace {

TEST(address, is_what_libpq_understands_and_the_name_of_a_log) {
  const auto found =
      address::parse("postgres://me:secret@db.example:5433/shop?sslmode=require&log=orders").value();
  EXPECT_EQ(found.log(), "orders");
  EXPECT_NE(found.connection().find("host='db.example'"), std::string::npos);
  EXPECT_NE(found.connection().find("sslmode='require'"), std::string::npos);
  EXPECT_EQ(found.connection().find("orders"), std::string::npos);
  EXPECT_EQ(found.listening(), found.connection());
  EXPECT_EQ(address::parse("postgresql:///shop").value().log(), "varve");
}

TEST(address, is_shown_without_its_secret) {
  const auto found = address::parse("postgres://me:secret@db.example:5433/shop?log=orders").value();
  EXPECT_EQ(found.shown(), "postgres://me@db.example:5433/shop?log=orders");
}

TEST(address, names_a_parameter_that_nobody_knows_and_no_secret) {
  const std::string said =
      address::parse("postgres://me:secret@db/shop?sslmode=require&foo=bar&log=a").error().message;
  EXPECT_NE(said.find("'foo'"), std::string::npos) << said;
  for (const char* const hidden : {"secret", "bar", "sslmode"})
    EXPECT_EQ(said.find(hidden), std::string::npos) << said;
  EXPECT_EQ(address::parse("postgres://me:sec%zzret@db/shop").error().message.find("sec"), std::string::npos);
  EXPECT_TRUE(address::parse("postgres://db/shop?ssl=true"));
}

TEST(address, of_a_database_that_cannot_be_read_is_refused_without_its_secret) {
  EXPECT_TRUE(check_address("postgres://me:secret@db/shop"));
  EXPECT_TRUE(check_address("host=db user=me"));
  for (const char* const wrong :
       {"postgres://me:secret@db/shop?schema=views", "postgres://me:secret%zz@db/shop"}) {
    const auto found = check_address(wrong);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, errc::invalid_argument);
    EXPECT_EQ(found.error().message.find("secret"), std::string::npos) << found.error().message;
  }
}

TEST(address, may_name_another_way_for_wake_ups) {
  const auto found =
      address::parse(
          "postgres://me@pool/shop?listen=postgres%3A%2F%2Fme%40db%2Fshop%3Fsslmode%3Ddisable&log=a")
          .value();
  EXPECT_NE(found.connection().find("host='pool'"), std::string::npos);
  EXPECT_NE(found.listening().find("host='db'"), std::string::npos);
  EXPECT_NE(found.listening().find("sslmode='disable'"), std::string::npos);
}

TEST(address, waits_for_no_server_for_ever_unless_told_so) {
  EXPECT_NE(address::parse("postgres://db/shop").value().connection().find("connect_timeout='10'"),
            std::string::npos);
  EXPECT_EQ(address::parse("postgres://db/shop?connect_timeout=2")
                .value()
                .connection()
                .find("connect_timeout='10'"),
            std::string::npos);
}

TEST(address, speaks_utf8_whatever_it_says) {
  const auto found = address::parse("postgres://db/shop?client_encoding=LATIN1").value();
  EXPECT_EQ(found.connection().find("LATIN1"), std::string::npos);
  EXPECT_NE(found.connection().find("client_encoding='UTF8'"), std::string::npos);
}

TEST(address, of_several_servers_may_be_said_by_number_and_by_the_environment) {
  EXPECT_TRUE(address::parse("postgres:///shop?hostaddr=10.0.0.1,10.0.0.2").value().several_hosts());
  EXPECT_FALSE(address::parse("postgres:///shop?hostaddr=10.0.0.1").value().several_hosts());
  ::setenv("PGHOST", "a,b", 1);
  EXPECT_TRUE(address::parse("postgres:///shop").value().several_hosts());
  EXPECT_FALSE(address::parse("postgres://one/shop").value().several_hosts());
  ::unsetenv("PGHOST");
}

TEST(address, of_several_servers_is_that_of_the_one_that_can_be_written) {
  const auto found = address::parse("postgres://a,b/shop").value();
  EXPECT_TRUE(found.several_hosts());
  EXPECT_NE(found.connection().find("target_session_attrs='read-write'"), std::string::npos);
}

TEST(address, refuses_what_is_none_and_repeats_no_secret) {
  for (const std::string_view text :
       {"postgres://me:secret@db/shop?log=Orders", "postgres://me:secret@db/shop?log=",
        "postgres://me:secret@db/shop?log=1a", "postgres://me:secret@db/shop?log=pg_x",
        "postgres://me:secret@db/shop?log=a&log=b", "postgres://me:secret@db/shop?log=%zz",
        "postgres://me:secret@db/shop?what=x", "postgres://me:secret@db/shop?listen=x://y", "secret"}) {
    const auto found = address::parse(text);
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().code, errc::invalid_argument) << text;
    EXPECT_EQ(found.error().message.find("secret"), std::string::npos) << found.error().message;
  }
}

}  // namespace
}  // namespace varve::postgres
