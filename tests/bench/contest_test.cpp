#include "contest.hpp"

#include "report.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

namespace bench {
namespace {

/// Gives the rates of `rates` one after the other, and writes its name into `order` at each run.
contender scripted(std::string name, std::vector<double> rates, std::string& order) {
  return {name, [name, rates, &order, next = std::size_t{0}]() mutable {
            order += name;
            return sample{.items = 1, .seconds = 1 / rates.at(next++), .worst_wait_seconds = 0.25};
          }};
}

TEST(contest, runs_in_turn_after_a_warm_up) {
  std::string order;
  contest{"w", "events/s", scripted("v", {1, 1, 1, 1}, order), scripted("b", {1, 1, 1, 1}, order)}.run(3);
  EXPECT_EQ(order, "vbvbvbvb");
}

TEST(contest, does_not_count_the_warm_up) {
  std::string order;
  const auto result = contest{"w", "events/s", scripted("b", {1'000, 2, 4, 3}, order)}.run(3);
  EXPECT_EQ(result.baseline.runs().size(), 3u);
  EXPECT_DOUBLE_EQ(result.baseline.median_rate(), 3);
}

TEST(contest, divides_medians_and_pairs) {
  std::string order;
  const auto result =
      contest{"w", "events/s", scripted("v", {9, 8, 6, 1}, order), scripted("b", {9, 2, 4, 4}, order)}.run(3);
  EXPECT_DOUBLE_EQ(result.ratio_of_medians(), 6.0 / 4.0);
  const auto ratios = result.ratios();
  ASSERT_EQ(ratios.size(), 3u);
  EXPECT_DOUBLE_EQ(ratios[0], 4);
  EXPECT_DOUBLE_EQ(ratios[1], 1.5);
  EXPECT_DOUBLE_EQ(ratios[2], 0.25);
}

TEST(contest, takes_the_mean_of_the_middle_two_as_the_median_of_an_even_number) {
  EXPECT_DOUBLE_EQ(median({4, 1, 3, 2}), 2.5);
  EXPECT_THROW(median({}), std::invalid_argument);
}

report report_of_two() {
  std::string order;
  report all;
  all.note("file \"system\"", "ext4");
  all.add(contest{"pair", "events/s", scripted("v", {9, 80'000, 60'000}, order),
                  scripted("b", {9, 20'000, 40'000}, order)}
              .run(2));
  all.add(contest{"alone", "texts/s", scripted("b", {9, 1'234'567}, order)}.run(1));
  return all;
}

TEST(report, tells_medians_ratio_and_its_spread) {
  std::ostringstream table;
  report_of_two().write_table(table);
  const auto text = table.str();
  EXPECT_NE(text.find("pair      events/s      70,000    30,000   2.33  1.50  4.00     250.0       250.0"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("alone     texts/s  1,234,567  1,234,567  1,234,567     250.0"), std::string::npos)
      << text;
}

TEST(report, writes_json_that_a_parser_accepts) {
  std::ostringstream out;
  report_of_two().write_json(out);
  simdjson::dom::parser parser;
  const auto json = parser.parse(out.str());
  EXPECT_EQ(json["notes"]["file \"system\""].get_string().value(), "ext4");
  EXPECT_DOUBLE_EQ(json["results"].at(0)["challenger"]["median"].get_double().value(), 70'000);
  EXPECT_DOUBLE_EQ(json["results"].at(0)["ratio"]["max"].get_double().value(), 4);
  EXPECT_DOUBLE_EQ(json["results"].at(1)["baseline"]["rates"].at(0).get_double().value(), 1'234'567);
  EXPECT_NE(json["results"].at(1)["challenger"].error(), simdjson::SUCCESS);
}

}  // namespace
}  // namespace bench
