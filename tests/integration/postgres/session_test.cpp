#include "session.hpp"

#include "logs_on_a_server.hpp"

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

}  // namespace
}  // namespace varve::postgres
