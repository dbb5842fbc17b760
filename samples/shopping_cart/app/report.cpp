#include "app/report.hpp"

#include "app/table_cell.hpp"
#include "domain/money.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <string_view>
#include <utility>

namespace shop::app {
namespace {

using varve::sqlite::transaction;

report::summary read_reconciliation(transaction& tx) {
  report::summary all;
  money total;
  for (auto [reason, rows, value] : tx.query<std::string, std::int64_t, money>(
           "SELECT reason, rows, value FROM {reconciliation} ORDER BY reason")) {
    all.rows_read += rows;
    total += value;
    if (reason.empty())
      all.accepted = {rows, value.to_string()};
    else
      all.refused.push_back({reason, rows, value.to_string()});
  }
  if (all.accepted.rows == 0) all.accepted.value = money{}.to_string();
  all.total_value = total.to_string();
  return all;
}

std::map<std::string, std::string> read_revenue(transaction& tx, std::string_view sql) {
  std::map<std::string, std::string> revenue;
  for (auto [key, net] : tx.query<std::string, money>(sql)) revenue.emplace(key, net.to_string());
  return revenue;
}

std::vector<report::product> read_top_products(transaction& tx) {
  std::vector<report::product> top;
  for (auto [code, description, quantity, revenue] : tx.query<std::string, std::string, std::int64_t, money>(
           "SELECT stock_code, description, quantity, revenue FROM {products} "
           "ORDER BY revenue DESC, stock_code LIMIT 20"))
    top.push_back({code, description, quantity, revenue.to_string()});
  return top;
}

std::map<std::string, std::int64_t> read_orders(transaction& tx) {
  const auto [sales, cancellations, write_offs] =
      tx.query_one<std::int64_t, std::int64_t, std::int64_t>(
            "SELECT count(*) FILTER (WHERE sold > 0), count(*) FILTER (WHERE cancelled > 0), "
            "count(*) FILTER (WHERE written_off > 0) FROM {orders}")
          .value();
  return {{"sale", sales}, {"cancellation", cancellations}, {"write_off", write_offs}};
}

/// A line of a table: the name to the left, the figure to the right.
void print_row(std::ostream& out, std::string_view name, const auto& figure) {
  out << "  " << table_cell(name, 54) << std::setw(17) << figure << '\n';
}

void print_revenue(std::ostream& out, std::string_view title,
                   const std::vector<std::pair<std::string, std::string>>& rows) {
  out << "\n  " << title << '\n';
  for (const auto& [name, net] : rows) print_row(out, name, net);
}

/// Those that brought most first.
std::vector<std::pair<std::string, std::string>> by_revenue(
    const std::map<std::string, std::string>& revenue) {
  std::vector<std::pair<std::string, std::string>> rows{revenue.begin(), revenue.end()};
  std::ranges::sort(
      rows, [](const auto& a, const auto& b) { return money::parse(a.second) > money::parse(b.second); });
  return rows;
}

void print_products(std::ostream& out, const std::vector<report::product>& products) {
  out << '\n'
      << "  " << table_cell("Best products", 45) << std::setw(9) << "pieces" << std::setw(17) << "revenue"
      << '\n';
  for (const auto& [code, description, quantity, revenue] : products)
    out << "  " << table_cell(code, 10) << table_cell(description, 35) << std::setw(9) << quantity
        << std::setw(17) << revenue << '\n';
}

}  // namespace

report make_report(views::read_models& from) {
  return from.database().read([](transaction& tx) {
    return report{.reconciliation = read_reconciliation(tx),
                  .revenue_by_country = read_revenue(tx, "SELECT country, net FROM {revenue_by_country}"),
                  .revenue_by_month = read_revenue(tx, "SELECT month, net FROM {revenue_by_month}"),
                  .top_products = read_top_products(tx),
                  .customers = tx.query_one<std::int64_t>("SELECT count(*) FROM {customers}").value(),
                  .orders = read_orders(tx)};
  });
}

std::ostream& operator<<(std::ostream& out, const report& shown) {
  const auto& sums = shown.reconciliation;
  print_row(out, "Rows", "value");
  print_row(out, std::to_string(sums.accepted.rows) + " accepted", sums.accepted.value);
  for (const auto& [reason, rows, value] : sums.refused)
    print_row(out, std::to_string(rows) + " refused: " + reason, value);
  print_row(out, std::to_string(sums.rows_read) + " read", sums.total_value);

  print_revenue(out, "Revenue by month", {shown.revenue_by_month.begin(), shown.revenue_by_month.end()});
  print_revenue(out, "Revenue by country", by_revenue(shown.revenue_by_country));
  print_products(out, shown.top_products);

  out << "\n  Orders by kind\n";
  for (const auto& [kind, count] : shown.orders) print_row(out, kind, count);
  print_row(out, "known customers", shown.customers);
  return out;
}

}  // namespace shop::app
