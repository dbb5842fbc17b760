#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/log_info.hpp>

#include "requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace varve {
namespace {

using ::testing::HasSubstr;

const epoch first_life{uuid{{1}}};
const epoch second_life{uuid{{2}}};
const epoch third_life{uuid{{3}}};

log_info third_log() {
  log_info out;
  out.epoch = third_life;
  out.ancestors = {{first_life, position{50}, {}, "restore"}, {second_life, position{40}, {}, "failover"}};
  out.head = {third_life, position{100}};
  return out;
}

TEST(to_result, passes_what_was_appended_and_what_went_wrong) {
  appended done;
  done.first = position{7};
  EXPECT_EQ(to_result(done).value().first, position{7});
  EXPECT_EQ(to_result(not_written{{errc::too_large, "big"}}).error().code, errc::too_large);
}

TEST(to_result, names_the_stream_of_a_conflict_and_how_it_stands) {
  const auto lost = to_result(conflict{"cart-1", revision{3}, revision{5}, {}});
  EXPECT_EQ(lost.error().code, errc::conflict);
  EXPECT_THAT(lost.error().message, AllOf(HasSubstr("cart-1"), HasSubstr("3"), HasSubstr("5")));
  const auto absent = to_result(conflict{"cart-1", expected::stream_exists(), {}, {}});
  EXPECT_THAT(absent.error().message, AllOf(HasSubstr("stream_exists"), HasSubstr("never written")));
}

TEST(to_result, names_the_position_that_broke_a_condition) {
  const auto lost = to_result(conflict{{}, {}, {}, position{17}});
  EXPECT_THAT(lost.error().message, HasSubstr("17"));
}

TEST(to_result, says_what_to_do_when_in_doubt) {
  const auto doubt = to_result(unknown{"disk", {}});
  EXPECT_EQ(doubt.error().code, errc::in_doubt);
  EXPECT_THAT(doubt.error().message, AllOf(HasSubstr("disk"), HasSubstr("same ids")));
}

TEST(shares, accepts_our_epoch_up_to_the_head) {
  EXPECT_TRUE(shares(third_log(), {third_life, position{100}}));
  EXPECT_FALSE(shares(third_log(), {third_life, position{101}}));
}

TEST(shares, accepts_an_ancestor_up_to_every_point_where_a_later_life_began) {
  EXPECT_TRUE(shares(third_log(), {second_life, position{40}}));
  EXPECT_FALSE(shares(third_log(), {second_life, position{41}}));
  EXPECT_TRUE(shares(third_log(), {first_life, position{40}}));
  EXPECT_FALSE(shares(third_log(), {first_life, position{45}}))
      << "the second life began at 50, the third at 40";
}

TEST(shares, refuses_a_stranger_and_takes_a_place_without_an_epoch) {
  EXPECT_FALSE(shares(third_log(), {epoch{uuid{{9}}}, position{1}}));
  EXPECT_TRUE(shares(third_log(), {{}, position{1000}}));
}

}  // namespace
}  // namespace varve
