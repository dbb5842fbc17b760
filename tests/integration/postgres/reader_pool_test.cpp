#include "reader_pool.hpp"

#include "logs_on_a_server.hpp"

#include <future>

namespace varve::postgres {
namespace {

class a_reader_pool : public logs_on_a_server {
 protected:
  [[nodiscard]] reader_pool of_one() const { return {address::parse(url()).value(), 1, system_clock()}; }
  static std::int32_t process_of(session& through) {
    return static_cast<std::int32_t>(through.run({"SELECT pg_backend_pid()::bigint"}).integer(0, 0));
  }
};

TEST_F(a_reader_pool, that_is_all_in_use_is_waited_for_until_the_deadline) {
  auto pool = of_one();
  const auto only = pool.take(never);
  try {
    const auto another = pool.take(system_clock().steady());
    FAIL() << "more than one is in use";
  } catch (const failure& refused) {
    EXPECT_EQ(refused.code(), errc::timeout);
  }
}

TEST_F(a_reader_pool, hands_what_comes_back_to_whoever_waits) {
  auto pool = of_one();
  std::future<std::int32_t> waiting;
  std::int32_t mine = 0;
  {
    const auto only = pool.take(never);
    mine = process_of(*only);
    waiting = std::async(std::launch::async, [&] { return process_of(*pool.take(never)); });
  }
  EXPECT_EQ(waiting.get(), mine);
}

TEST_F(a_reader_pool, opens_another_where_the_server_has_ended_the_idle_one) {
  auto pool = of_one();
  const std::int32_t before = process_of(*pool.take(never));
  server->execute("SELECT pg_terminate_backend(" + std::to_string(before) + ", 60000)");
  EXPECT_NE(process_of(*pool.take(never)), before);
}

TEST_F(a_reader_pool, does_not_keep_one_that_is_in_the_middle_of_something) {
  auto pool = of_one();
  std::int32_t before = 0;
  {
    const auto only = pool.take(never);
    before = process_of(*only);
    only->run({"BEGIN"});
  }
  EXPECT_NE(process_of(*pool.take(never)), before);
}

}  // namespace
}  // namespace varve::postgres
