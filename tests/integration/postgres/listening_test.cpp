#include "channel.hpp"
#include "listener.hpp"
#include "logs_on_a_server.hpp"
#include "notifier.hpp"
#include "session.hpp"

#include <array>
#include <chrono>
#include <future>

namespace varve::postgres {
namespace {

using namespace std::chrono_literals;

class listening : public logs_on_a_server {};

TEST_F(listening, begins_before_the_first_look_so_that_nothing_falls_between_them) {
  const auto where = address::parse(url()).value();
  int looks = 0;
  std::promise<void> second;
  listener hears{where,
                 {},
                 [&] {
                   if (++looks == 1) session{where.connection()}.run({"NOTIFY " + channel_of(log)});
                   if (looks == 2) second.set_value();
                 },
                 [](bool) {}};
  hears.start();
  EXPECT_EQ(second.get_future().wait_for(5s), std::future_status::ready)
      << "what came behind the first look was not heard";
  hears.stop();
}

TEST(a_notifier, tells_of_a_head_that_lies_before_the_last_as_after_a_promotion) {
  std::array<std::promise<position>, 2> told;
  std::size_t times = 0;
  notifier tells{{}, [&](position head) { told.at(times++).set_value(head); }};
  tells.advance(position{5});
  EXPECT_EQ(told[0].get_future().get(), position{5});
  tells.advance(position{3});
  auto second = told[1].get_future();
  ASSERT_EQ(second.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(second.get(), position{3});
}

}  // namespace
}  // namespace varve::postgres
