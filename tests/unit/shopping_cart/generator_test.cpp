#include "retail/generator.hpp"

#include "retail/retail_row.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace {

using namespace shop::retail;  // NOLINT

struct seen {
  std::map<row_kind, int> kinds;
  std::set<std::string> texts;
  std::map<std::string, std::set<varve::timestamp>> times;
  std::set<std::string> closed;  // invoices behind which another one began
  int rows = 0, repeats = 0, quotes = 0, unknown_customers = 0, negative_prices = 0, positive_adjustments = 0;
  int given_away = 0, lost = 0, thousandths = 0, late = 0, unreadable = 0;
};

seen look_at(const std::string& csv) {
  seen all;
  csv_reader reader{text_input("generated", csv).open()};
  csv_record record;
  reader.next(record);
  check_header(record, "generated");
  retail_row row;
  std::string before;
  while (reader.next(record)) {
    read_row(record, row);
    ++all.rows;
    ++all.kinds[kind_of(row)];
    all.unreadable += !row.problem.empty();
    all.repeats += !all.texts.insert(record.text).second;
    all.quotes += record.text.find("\"\"") != std::string::npos;
    all.unknown_customers += row.line.customer.empty();
    all.negative_prices += row.line.unit_price < shop::money{};
    all.positive_adjustments += kind_of(row) == row_kind::adjustment && row.line.unit_price > shop::money{};
    all.given_away += kind_of(row) == row_kind::write_off && row.line.quantity > 0;
    all.lost += kind_of(row) == row_kind::write_off && row.line.quantity < 0;
    all.thousandths += row.line.unit_price.thousandths() % 10 != 0;
    if (row.invoice != before) all.closed.insert(before);
    all.late += all.closed.contains(row.invoice);
    before = row.invoice;
    all.times[row.invoice].insert(row.when.value());
  }
  return all;
}

TEST(generator, makes_every_kind_of_row_that_the_real_data_hold) {
  for (const std::size_t invoices : {200U, 2'000U}) {
    const seen all = look_at(generated_csv({.seed = 7, .invoices = invoices}));
    EXPECT_EQ(all.unreadable, 0);
    EXPECT_EQ(all.kinds.size(), 4U);
    for (const int count : {all.repeats, all.quotes, all.unknown_customers, all.negative_prices,
                            all.positive_adjustments, all.given_away, all.lost, all.thousandths, all.late})
      EXPECT_GT(count, 0);
    const auto slow = std::ranges::count_if(all.times, [](const auto& of) { return of.second.size() > 1; });
    EXPECT_GT(slow, 0);
  }
}

TEST(generator, makes_a_month_of_comparable_size) {
  const int rows = look_at(generated_csv({})).rows;
  EXPECT_GT(rows, 30'000);
  EXPECT_LT(rows, 60'000);
}

TEST(generator, makes_the_same_for_the_same_seed_and_another_for_another) {
  EXPECT_EQ(generated_csv({.seed = 3, .invoices = 50}), generated_csv({.seed = 3, .invoices = 50}));
  EXPECT_NE(generated_csv({.seed = 3, .invoices = 50}), generated_csv({.seed = 4, .invoices = 50}));
}

}  // namespace
