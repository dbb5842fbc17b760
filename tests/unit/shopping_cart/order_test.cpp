#include "domain/order.hpp"

#include <varve/testing/given.hpp>

#include "domain/refusal.hpp"

#include <gtest/gtest.h>

namespace {

using namespace shop::order;  // NOLINT: a test reads as the domain does
using shop::money;
using varve::testing::given;

line lanterns(std::int64_t quantity, std::int64_t thousandths) {
  return {"71053", "WHITE METAL LANTERN", quantity, money::of_thousandths(thousandths),
          "17850", "United Kingdom"};
}
const line six = lanterns(6, 3'390);
const line two = lanterns(2, 1'001);

TEST(order, is_filled_line_by_line) {
  given<decider>().when(add_line{six}).then({line_added{six}});
  given<decider>({line_added{six}}).when(add_line{six}).then({line_added{six}});
}

TEST(order, is_placed_with_the_sum_of_its_lines) {
  given<decider>({line_added{six}, line_added{two}})
      .when(place{})
      .then({placed{2, money::of_thousandths(22'342)}});
}

TEST(order, is_not_placed_while_the_cart_is_empty) {
  given<decider>().when(place{}).then_rejected("cart is empty");
  given<decider>({line_written_off{lanterns(-1, 0)}}).when(place{}).then_rejected("cart is empty");
}

TEST(order, takes_no_lines_once_it_is_placed) {
  given<decider>({line_added{six}, placed{1, six.value()}})
      .when(add_line{two})
      .then_rejected("order is placed already");
  given<decider>({line_added{six}, placed{1, six.value()}}).when(place{}).then_nothing();
}

TEST(order, sells_only_for_a_price_and_in_a_quantity) {
  given<decider>().when(add_line{lanterns(0, 3'390)}).then_rejected("nothing to sell");
  given<decider>().when(add_line{lanterns(-1, 3'390)}).then_rejected("nothing to sell");
  given<decider>().when(add_line{lanterns(6, 0)}).then_rejected("nothing to sell");
}

TEST(order, refuses_negative_prices_whatever_is_asked_for) {
  const line wrong = lanterns(1, -11'062'060);
  given<decider>().when(add_line{wrong}).then_rejected("negative price");
  given<decider>().when(cancel_line{wrong}).then_rejected("negative price");
  given<decider>().when(write_off_line{wrong}).then_rejected("negative price");
  given<decider>().when(adjust_line{wrong}).then_rejected("negative price");
}

TEST(order, has_nothing_to_do_with_adjustments_of_the_books) {
  given<decider>().when(adjust_line{six}).then_rejected("adjustment");
}

TEST(cancellation, is_a_fact_whatever_was_ordered) {
  given<decider>().when(cancel_line{lanterns(-6, 3'390)}).then({line_cancelled{lanterns(-6, 3'390)}});
}

TEST(write_off, is_of_goods_without_a_price_or_of_lost_ones) {
  given<decider>().when(write_off_line{lanterns(-9, 0)}).then({line_written_off{lanterns(-9, 0)}});
  given<decider>().when(write_off_line{lanterns(40, 0)}).then({line_written_off{lanterns(40, 0)}});
  given<decider>().when(write_off_line{lanterns(-9, 3'390)}).then({line_written_off{lanterns(-9, 3'390)}});
  given<decider>().when(write_off_line{six}).then_rejected("nothing to write off");
}

TEST(write_off, is_possible_beside_a_placed_order) {
  given<decider>({line_added{six}, placed{1, six.value()}})
      .when(write_off_line{lanterns(1, 0)})
      .then({line_written_off{lanterns(1, 0)}});
}

TEST(refusal, is_a_fact_of_its_own) {
  using namespace shop::refusal;  // NOLINT
  given<shop::refusal::decider>()
      .when(refuse_row{"adjustment", "A563185,B,…", money::of_thousandths(11'062'060)})
      .then({row_refused{"adjustment", "A563185,B,…", money::of_thousandths(11'062'060)}});
}

}  // namespace
