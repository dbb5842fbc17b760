#include "generations_fixture.hpp"

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

TEST_F(generations_test, older_code_never_replaces_newer) {
  trade(5);
  projector{log(), db, how, revenue_2{}}.poll();
  projector old{log(), db, how, revenue{}};
  EXPECT_EQ(old.try_poll().error().code, errc::unsupported);
  EXPECT_EQ(error_of([&] { old.rebuild(); }).code, errc::unsupported);
  EXPECT_EQ(total(), 2 * expected_total());
}

TEST_F(generations_test, older_code_never_replaces_newer_that_is_being_built) {
  how.page_size = 5;
  trade(30);
  projector old{log(), db, how, revenue{}};
  old.poll();
  std::stop_source stop;
  projector next{log(), db, how, revenue_2{}};
  EXPECT_EQ(error_of([&] {
              next.rebuild(
                  [&](const auto&) {
                    time.advance(100ms);
                    stop.request_stop();
                  },
                  stop.get_token());
            }).code,
            errc::stopped);
  EXPECT_EQ(error_of([&] { old.rebuild(); }).code, errc::unsupported);
  EXPECT_EQ(known("revenue").building, 2);
}

TEST_F(generations_test, older_code_goes_on_feeding_its_own_generation) {
  trade(5);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector{log(), db, how, revenue_2{}}.rebuild();
  trade(5, 2);
  old.poll();
  EXPECT_EQ(saved("revenue", 1)->position, head().position);
  EXPECT_LT(saved("revenue", 2)->position, head().position);
}

TEST_F(generations_test, waiting_is_for_the_live_generation) {
  trade(5);
  projector old{log(), db, how, revenue{}};
  old.poll();
  projector next{log(), db, how, revenue_2{}};
  next.rebuild();
  trade(1, 2);
  old.poll();
  EXPECT_EQ(old.wait_for(head(), 0s).error().code, errc::timeout);
  next.poll();
  EXPECT_TRUE(old.wait_for(head(), 0s));
}

}  // namespace
}  // namespace varve::shop
