#include "retail/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace {

using shop::retail::csv_reader;
using shop::retail::csv_record;
using testing::ElementsAre;

/// Gives a few bytes at a time, so that every record crosses an edge.
shop::retail::byte_source drip(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t length = text.copy(into.data(), std::min<std::size_t>(into.size(), 3), at);
    at += length;
    return length;
  };
}

std::vector<csv_record> all(std::string text) {
  csv_reader reader{drip(std::move(text))};
  std::vector<csv_record> records;
  for (csv_record record; reader.next(record);) records.push_back(record);
  return records;
}

TEST(csv_reader, splits_lines_into_fields) {
  const auto records = all("a,b,,c\n,\nx");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_THAT(records[0].fields, ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(records[1].fields, ElementsAre("", ""));
  EXPECT_THAT(records[2].fields, ElementsAre("x"));
}

TEST(csv_reader, resolves_quotes) {
  const auto records = all("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\"\n6\" PLATE,b\n");
  ASSERT_EQ(records.size(), 2U);
  EXPECT_THAT(records[0].fields, ElementsAre("a,b", "say \"hi\"", "two\nlines", ""));
  EXPECT_EQ(records[0].text, "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\"");
  EXPECT_THAT(records[1].fields, ElementsAre("6\" PLATE", "b"));
}

TEST(csv_reader, takes_both_line_ends_and_passes_over_what_is_empty) {
  const auto records =
      all("\xEF\xBB\xBF"
          "a,b\r\n\r\n\"c\",\"d\"\r\n\n\ne,f\r\n");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_THAT(records[0].fields, ElementsAre("a", "b"));
  EXPECT_EQ(records[0].text, "a,b");
  EXPECT_THAT(records[1].fields, ElementsAre("c", "d"));
  EXPECT_THAT(records[2].fields, ElementsAre("e", "f"));
}

TEST(csv_reader, goes_on_behind_a_line_with_text_after_a_quote) {
  const auto records = all("a,\"b\"c,d\ne,f\n");
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].problem, "text behind a closing quote");
  EXPECT_EQ(records[0].text, "a,\"b\"c,d");
  EXPECT_TRUE(records[1].problem.empty());
  EXPECT_THAT(records[1].fields, ElementsAre("e", "f"));
}

TEST(csv_reader, loses_one_line_to_a_quote_that_is_never_closed) {
  for (const std::size_t lines_behind : {1U, 20'000U}) {
    std::string text = "a,\"b\n";
    for (std::size_t i = 0; i < lines_behind; ++i) text += "c,defgh\n";
    const auto records = all(text);
    ASSERT_EQ(records.size(), lines_behind + 1);
    EXPECT_EQ(records[0].problem, "a quote is never closed");
    EXPECT_EQ(records[0].text, "a,\"b");
    EXPECT_TRUE(records[1].problem.empty());
    EXPECT_THAT(records.back().fields, ElementsAre("c", "defgh"));
  }
}

TEST(csv_reader, reads_nothing_from_nothing) {
  EXPECT_TRUE(all("").empty());
  EXPECT_TRUE(all("\n\r\n").empty());
}

}  // namespace
