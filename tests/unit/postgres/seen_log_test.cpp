#include "seen_log.hpp"

#include "log_reader.hpp"
#include "standby_server.hpp"

#include <gtest/gtest.h>

namespace varve::postgres {
namespace {

constexpr epoch old_life{uuid{{1}}};
constexpr epoch new_life{uuid{{2}}};

log_state primary_at(const epoch& life, std::int64_t head) {
  return {{life, position{head}}, false};
}
log_state standby_at(const epoch& life, std::int64_t head) {
  return {{life, position{head}}, true};
}

/// Whether the answer to a read that is sent now is taken.
bool takes(seen_log& seen, const log_state& answer) {
  try {
    seen.take(answer, seen.furthest());
    return true;
  } catch (const standby_server&) {
    return false;
  }
}

TEST(seen_log, of_a_store_that_writes_takes_nothing_of_a_standby) {
  seen_log seen{false};
  EXPECT_FALSE(takes(seen, standby_at(old_life, 9)));
  EXPECT_TRUE(takes(seen, primary_at(old_life, 9)));
}

TEST(seen_log, takes_of_a_standby_what_lacks_nothing_that_was_seen) {
  seen_log seen{true};
  EXPECT_TRUE(takes(seen, standby_at(old_life, 1)));
  EXPECT_TRUE(takes(seen, primary_at(old_life, 3)));
  EXPECT_FALSE(takes(seen, standby_at(old_life, 2)));
  EXPECT_TRUE(takes(seen, standby_at(old_life, 3)));
}

TEST(seen_log, demands_what_was_seen_when_the_read_was_sent_and_no_more) {
  seen_log seen{true};
  const token early = seen.furthest();
  ASSERT_TRUE(takes(seen, standby_at(old_life, 3)));
  EXPECT_NO_THROW(seen.take(standby_at(old_life, 2), early)) << "another read has overtaken it";
  EXPECT_EQ(seen.furthest().position, position{3});
}

TEST(seen_log, takes_no_epoch_of_a_standby_that_the_log_has_left) {
  seen_log seen{true};
  ASSERT_TRUE(takes(seen, standby_at(old_life, 5)));
  EXPECT_TRUE(takes(seen, standby_at(new_life, 4))) << "the new epoch may begin before what was lost";
  EXPECT_FALSE(takes(seen, standby_at(old_life, 9)));
  EXPECT_TRUE(takes(seen, standby_at(new_life, 4)));
}

TEST(seen_log, believes_a_primary_that_was_set_back) {
  seen_log seen{true};
  ASSERT_TRUE(takes(seen, primary_at(old_life, 5)));
  EXPECT_TRUE(takes(seen, primary_at(old_life, 2))) << "whose token lies beyond is told so";
}

}  // namespace
}  // namespace varve::postgres
