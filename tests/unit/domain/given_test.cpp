#include <varve/testing/given.hpp>

#include "cart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cart;  // NOLINT: a test reads as its user's would
using varve::testing::given;

TEST(given, passes_when_the_events_are_those_stated) {
  given<decider>({item_added{"apple", 3}}).when(check_out{}).then({checked_out{3}});
  given<decider>().when(add_item{"apple", 2}).then({item_added{"apple", 2}});
  given<decider>().when(buy_now{"pear"}).then({item_added{"pear", 1}, checked_out{1}});
}

TEST(given, passes_when_nothing_was_to_happen_and_nothing_did) {
  given<decider>({item_added{"apple", 3}, checked_out{3}}).when(check_out{}).then_nothing();
}

TEST(given, passes_when_the_command_is_refused_for_the_reason_stated) {
  given<decider>({checked_out{}}).when(add_item{"pear"}).then_rejected("cart is closed");
}

std::string report_of(const std::function<void()>& test) {
  try {
    test();
  } catch (const varve::testing::mismatch& report) {
    return report.what();
  }
  return "passed";
}

TEST(given, reports_what_was_given_stated_and_decided) {
  EXPECT_EQ(
      report_of([] { given<decider>({item_added{"apple", 3}}).when(check_out{}).then({checked_out{4}}); }),
      "another decision than stated\n"
      "  given\n"
      "    cart.item-added {\"sku\":\"apple\",\"quantity\":3}\n"
      "  expected\n"
      "    cart.checked-out {\"items\":4}\n"
      "  decided\n"
      "    cart.checked-out {\"items\":3}\n");
}

TEST(given, reports_another_kind_of_answer_than_the_one_stated) {
  EXPECT_THAT(report_of([] { given<decider>().when(check_out{}).then_nothing(); }),
              testing::HasSubstr("rejected: cart is empty"));
  EXPECT_THAT(report_of([] { given<decider>().when(check_out{}).then_rejected("cart is full"); }),
              testing::HasSubstr("rejected: cart is empty"));
  EXPECT_THAT(report_of([] { given<decider>({checked_out{}}).when(check_out{}).then({checked_out{}}); }),
              testing::HasSubstr("  decided\n    nothing\n"));
}

TEST(given, reports_events_too_many_too_few_or_in_another_order) {
  EXPECT_NE(report_of([] { given<decider>().when(buy_now{"pear"}).then({item_added{"pear", 1}}); }),
            "passed");
  EXPECT_NE(
      report_of([] { given<decider>().when(buy_now{"pear"}).then({checked_out{1}, item_added{"pear", 1}}); }),
      "passed");
}

}  // namespace
