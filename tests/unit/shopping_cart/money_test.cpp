#include "domain/money.hpp"

#include <varve/core/codec.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>

namespace {

using shop::money;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

TEST(money, reads_decimals_exactly) {
  EXPECT_EQ(money::parse("2.55"), money::of_thousandths(2'550));
  EXPECT_EQ(money::parse("0.001"), money::of_thousandths(1));
  EXPECT_EQ(money::parse("-11062.06"), money::of_thousandths(-11'062'060));
  EXPECT_EQ(money::parse("-0.5"), money::of_thousandths(-500));
  EXPECT_EQ(money::parse("8"), money::of_thousandths(8'000));
  EXPECT_EQ(money::parse("1.2500"), money::of_thousandths(1'250));
}

TEST(money, reads_nothing_else) {
  for (const char* text : {"", "-", ".5", "5.", "1,50", "1.2.3", "1e3", "+1", " 1", "1 ", "0.0001", "--1",
                           "1.-5", "nan", "9223372036854775.808"})
    EXPECT_EQ(money::parse(text), std::nullopt) << text;
}

TEST(money, reads_the_whole_range) {
  EXPECT_EQ(money::parse("9223372036854775.807"), money::of_thousandths(most));
  EXPECT_EQ(money::parse("-9223372036854775.808"), money::of_thousandths(least));
}

TEST(money, is_written_with_three_decimals) {
  EXPECT_EQ(money::of_thousandths(2'550).to_string(), "2.550");
  EXPECT_EQ(money::of_thousandths(-1).to_string(), "-0.001");
  EXPECT_EQ(money{}.to_string(), "0.000");
  EXPECT_EQ(money::of_thousandths(least).to_string(), "-9223372036854775.808");
}

TEST(money, never_leaves_its_range_unnoticed) {
  auto sum = money::of_thousandths(most);
  EXPECT_THROW(sum += money::of_thousandths(1), std::overflow_error);
  EXPECT_EQ(sum, money::of_thousandths(most));
  EXPECT_THROW((void)(2 * money::of_thousandths(most)), std::overflow_error);
  EXPECT_EQ(-3 * money::of_thousandths(1'100), money::of_thousandths(-3'300));
}

TEST(money, is_its_thousandths_on_disk) {
  std::string json;
  ASSERT_TRUE(varve::encode(money::of_thousandths(-2'550), varve::format::json, json));
  EXPECT_EQ(json, "-2550");
}

}  // namespace
