#include <varve/core/token.hpp>
#include <varve/testing/seeded_random.hpp>

#include <gtest/gtest.h>

namespace {

using varve::epoch;
using varve::position;
using varve::token;

constexpr const char* epoch_text = "5f0c9c2e-8d0a-4f3b-9a51-2c7d6e8f9a0b";

TEST(epoch, is_a_random_uuid_of_version_4) {
  varve::testing::seeded_random random{1};
  const epoch one = epoch::random(random);
  EXPECT_EQ(one.value.version(), 4);
  EXPECT_EQ(one.value.bytes[8] >> 6, 2);
  EXPECT_TRUE(one.stated());
  EXPECT_NE(one, epoch::random(random));
  EXPECT_EQ(epoch::parse(one.to_string()), one);
  EXPECT_FALSE(epoch{}.stated());
  EXPECT_FALSE(epoch::parse("x"));
}

TEST(token, is_an_epoch_and_a_position) {
  const token there{*epoch::parse(epoch_text), position{42}};
  EXPECT_EQ(there.to_string(), std::string(epoch_text) + ":42");
  EXPECT_EQ(token::parse(there.to_string()), there);
}

TEST(token, without_an_epoch_is_a_position_alone) {
  EXPECT_EQ(token::start().to_string(), "0");
  EXPECT_EQ(token::parse("0"), token::start());
  EXPECT_EQ(token::parse("42"), (token{{}, position{42}}));
  EXPECT_EQ(token::end().to_string(), "9223372036854775807");
  EXPECT_EQ(token::parse("9223372036854775807"), token::end());
}

TEST(token, is_read_in_no_other_form) {
  const std::string before = std::string(epoch_text) + ":";
  for (const char* bad : {"", "-1", "x", "1 ", " 1", "+1", ":1", "1:1", "9223372036854775808"})
    EXPECT_FALSE(token::parse(bad)) << bad;
  for (const char* bad : {"", "-1", "1:", "1x", " 1"})
    EXPECT_FALSE(token::parse(std::string(epoch_text) + ':' + bad)) << bad;
}

}  // namespace
