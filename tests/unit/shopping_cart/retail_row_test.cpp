#include "retail/retail_row.hpp"

#include <varve/core/error.hpp>

#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace {

using namespace shop::retail;  // NOLINT
namespace order = shop::order;
using shop::money;

csv_record record_of(const std::string& text) {
  csv_record record;
  csv_reader{text_input("test", text).open()}.next(record);
  return record;
}

retail_row read(const std::string& text) {
  retail_row row;
  read_row(record_of(text), row);
  return row;
}

TEST(retail_row, is_read_from_its_eight_fields) {
  const auto row =
      read("536365,85123A,\"HEART, \"\"WHITE\"\" \",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom");
  EXPECT_EQ(row.problem, "");
  EXPECT_EQ(row.invoice, "536365");
  EXPECT_EQ(varve::format_time(row.when.value()), "2010-12-01T08:26:00Z");
  EXPECT_EQ(row.line, (order::line{"85123A", "HEART, \"WHITE\" ", 6, money::of_thousandths(2'550), "17850",
                                   "United Kingdom"}));
}

template<class Command>
bool asks_for(const std::string& text) {
  return std::holds_alternative<Command>(command_of(read(text)));
}

TEST(retail_row, asks_for_what_its_invoice_quantity_and_price_say) {
  EXPECT_TRUE(asks_for<order::add_line>("1,B,,6,2010-12-01 08:26:00,2.55,,France"));
  EXPECT_TRUE(asks_for<order::cancel_line>("C1,B,,-6,2010-12-01 08:26:00,2.55,,France"));
  EXPECT_TRUE(asks_for<order::adjust_line>("A1,B,,1,2010-12-01 08:26:00,-11062.06,,France"));
  EXPECT_TRUE(asks_for<order::write_off_line>("1,B,,6,2010-12-01 08:26:00,0.0,,France"));
  EXPECT_TRUE(asks_for<order::write_off_line>("1,B,,-6,2010-12-01 08:26:00,0.0,,France"));
  EXPECT_TRUE(asks_for<order::write_off_line>("1,B,,-6,2010-12-01 08:26:00,2.55,,France"));
}

TEST(retail_row, says_why_it_cannot_be_read) {
  const auto problem_of = [](const std::string& text) { return std::string{read(text).problem}; };
  EXPECT_EQ(problem_of("1,B,,6,2010-12-01 08:26:00,2.55,"), "unreadable: not eight fields");
  EXPECT_EQ(problem_of("1,B,\"x\"y,6,2010-12-01 08:26:00,2.55,,France"), "unreadable: not CSV");
  EXPECT_EQ(problem_of(",B,,6,2010-12-01 08:26:00,2.55,,France"), "unreadable: no invoice");
  EXPECT_EQ(problem_of("1,,,6,2010-12-01 08:26:00,2.55,,France"), "unreadable: no stock code");
  for (const char* quantity : {"", "six", "6.0", "1000001", "99999999999999999999"})
    EXPECT_EQ(problem_of(std::string("1,B,,") + quantity + ",2010-12-01 08:26:00,2.55,,France"),
              "unreadable: no quantity");
  for (const char* price : {"", "free", "2.5555", "1000000.001"})
    EXPECT_EQ(problem_of(std::string("1,B,,6,2010-12-01 08:26:00,") + price + ",,France"),
              "unreadable: no price with at most three decimals");
  for (const char* date : {"", "12/1/2010 8:26", "2010-13-01 08:26:00", "1969-12-31 23:59:59"})
    EXPECT_EQ(problem_of(std::string("1,B,,6,") + date + ",2.55,,France"), "unreadable: no date");
  EXPECT_EQ(problem_of("1,B,\xFF,6,2010-12-01 08:26:00,2.55,,France"),
            "unreadable: a text with control characters or no UTF-8");
}

TEST(retail_row, keeps_invoice_and_value_as_far_as_they_can_be_read) {
  const auto dateless = read("1,B,,6,today,2.55,,France");
  EXPECT_EQ(dateless.invoice, "1");
  EXPECT_EQ(dateless.line.value(), money::of_thousandths(15'300));
  EXPECT_EQ(dateless.when, std::nullopt);
  EXPECT_EQ(read("1,B,,six,2010-12-01 08:26:00,2.55,,France").line.value(), money{});
  EXPECT_EQ(read("no,csv").invoice, "no");
  EXPECT_EQ(read("\xFF,B,,6,2010-12-01 08:26:00,2.55,,France").invoice, "unreadable");
}

TEST(retail_row, is_shown_with_its_odd_bytes_spelt_out) {
  EXPECT_EQ(printable("536365,£2"), "536365,£2");
  EXPECT_EQ(printable("a\nb\xFF"), "a\\x0Ab\\xFF");
}

TEST(retail_header, must_be_that_of_the_data) {
  EXPECT_NO_THROW(check_header(
      record_of("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"), "f"));
  EXPECT_THROW(check_header(record_of("Invoice,StockCode"), "f"), varve::failure);
}

}  // namespace
