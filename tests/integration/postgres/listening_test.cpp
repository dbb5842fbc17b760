#include "channel.hpp"
#include "listener.hpp"
#include "logs_on_a_server.hpp"
#include "session.hpp"

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

}  // namespace
}  // namespace varve::postgres
