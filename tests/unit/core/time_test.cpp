#include <varve/core/time.hpp>
#include <varve/testing/seeded_random.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace {

using varve::format_time;
using varve::parse_time;
using varve::timestamp;

timestamp at(std::int64_t nanoseconds) {
  return timestamp{std::chrono::nanoseconds{nanoseconds}};
}

std::int64_t read(std::string_view text) {
  const auto time = parse_time(text);
  EXPECT_TRUE(time) << text;
  return time ? time->time_since_epoch().count() : -1;
}

TEST(time, is_written_with_as_many_digits_of_fraction_as_needed) {
  EXPECT_EQ(format_time(at(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time(at(1)), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(format_time(at(100'000'000)), "1970-01-01T00:00:00.1Z");
  EXPECT_EQ(format_time(at(1'291'191'960'120'000'000)), "2010-12-01T08:26:00.12Z");
}

TEST(time, before_1970_counts_its_fraction_forwards) {
  EXPECT_EQ(format_time(at(-1)), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(format_time(at(-1'000'000'000)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(read("1969-12-31T23:59:58.5Z"), -1'500'000'000);
}

TEST(time, reaches_from_1677_to_2262) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(format_time(at(least)), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(format_time(at(most)), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(read("1677-09-21T00:12:43.145224192Z"), least);
  EXPECT_EQ(read("2262-04-11T23:47:16.854775807Z"), most);
  EXPECT_EQ(read("2262-04-12T00:47:16.854775807+01:00"), most);
  EXPECT_FALSE(parse_time("1677-09-21T00:12:43.145224191Z"));
  EXPECT_FALSE(parse_time("1677-09-21T00:12:43Z"));
  EXPECT_FALSE(parse_time("2262-04-11T23:47:16.854775808Z"));
  EXPECT_FALSE(parse_time("2262-04-11T23:47:17Z"));
  EXPECT_FALSE(parse_time("0001-01-01T00:00:00Z"));
  EXPECT_FALSE(parse_time("9999-12-31T23:59:59Z"));
}

TEST(time, knows_the_days_of_the_months) {
  EXPECT_EQ(format_time(parse_time("2024-02-29T12:00:00Z").value()), "2024-02-29T12:00:00Z");
  EXPECT_EQ(format_time(parse_time("2000-02-29T00:00:00Z").value()), "2000-02-29T00:00:00Z");
  EXPECT_FALSE(parse_time("2023-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("1900-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("2100-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("2024-04-31T00:00:00Z"));
  EXPECT_FALSE(parse_time("2024-00-01T00:00:00Z"));
  EXPECT_FALSE(parse_time("2024-13-01T00:00:00Z"));
  EXPECT_FALSE(parse_time("2024-01-00T00:00:00Z"));
}

TEST(time, is_read_with_any_offset_and_in_either_case) {
  const auto moment = read("2010-12-01T08:26:00Z");
  EXPECT_EQ(read("2010-12-01t08:26:00z"), moment);
  EXPECT_EQ(read("2010-12-01T09:26:00+01:00"), moment);
  EXPECT_EQ(read("2010-11-30T22:56:00-09:30"), moment);
  EXPECT_EQ(read("2010-12-01T08:26:00-00:00"), moment);
  EXPECT_EQ(read("2010-12-02T08:25:00+23:59"), moment);
}

TEST(time, is_read_in_no_other_form) {
  for (const char* bad : {"",
                          "2010-12-01",
                          "2010-12-01T08:26Z",
                          "2010-12-01T08:26:00",
                          "2010-12-01 08:26:00Z",
                          "2010-12-01T08:26:00.Z",
                          "2010-12-01T08:26:00.1234567890Z",
                          "2010-12-01T08:26:00,5Z",
                          "2010-12-01T24:00:00Z",
                          "2010-12-01T08:60:00Z",
                          "2016-12-31T23:59:60Z",
                          "2010-12-01T08:26:00+0100",
                          "2010-12-01T08:26:00+24:00",
                          "2010-12-01T08:26:00+01:60",
                          "2010-12-01T08:26:00Zx",
                          " 2010-12-01T08:26:00Z",
                          "2010-12-01T08:26:00Z ",
                          "10-12-01T08:26:00Z",
                          "+2010-12-01T08:26:00Z",
                          "2010-1-01T08:26:00Z",
                          "2010-12-01T8:26:00Z",
                          "1291191960",
                          "-2010-12-01T08:26:00Z"}) {
    const auto time = parse_time(bad);
    ASSERT_FALSE(time) << bad;
    EXPECT_EQ(time.error().code, varve::errc::invalid_argument);
  }
}

TEST(time, that_is_written_reads_back) {
  varve::testing::seeded_random random{1};
  for (int i = 0; i < 20'000; ++i) {
    // Spread over all magnitudes, both signs and round fractions.
    auto count = static_cast<std::int64_t>(random.next()) >> random.below(64);
    if (i % 3 == 0) count -= count % 1'000'000;
    ASSERT_EQ(read(format_time(at(count))), count) << count;
  }
}

}  // namespace
