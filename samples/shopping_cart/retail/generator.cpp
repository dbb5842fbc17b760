#include "retail/generator.hpp"

#include <varve/core/time.hpp>

#include <array>
#include <chrono>
#include <random>
#include <string_view>
#include <utility>

namespace shop::retail {
namespace {

// Texts as they stand between the quotes of a CSV file.
constexpr std::array<std::string_view, 8> qualities{"WHITE",      "RED RETROSPOT", "VINTAGE", "WOODEN",
                                                    "PACK OF 12", "SET OF 6",      "HANGING", "GLASS"};
constexpr std::array<std::string_view, 8> things{
    "LANTERN",           "CAKESTAND 3 TIER",  "T-LIGHT HOLDER", "TEA, CUP & SAUCER",
    "\"\"HOME\"\" SIGN", "PHOTO FRAME 6\"\"", "DOORMAT  ",      "JAM JAR \u00A32"};
constexpr std::array<std::string_view, 6> countries{"France", "Germany", "EIRE",
                                                    "Norway", "Spain",   "Belgium"};

constexpr std::size_t products = 600;
constexpr std::size_t customers = 400;
constexpr auto first_day = std::chrono::sys_days{std::chrono::year{2011} / 11 / 1};
constexpr std::size_t days = 30;
constexpr auto opening = std::chrono::hours{8};
constexpr std::size_t open_minutes = 600;

struct invoice {
  std::string number;
  varve::timestamp when;
  std::string customer;
  std::string_view country;
};

class generator {
 public:
  explicit generator(const generator_options& options) : invoices_(options.invoices), random_(options.seed) {}

  std::string run() && {
    text_ = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    for (std::size_t i = 0; i < invoices_; ++i) write_invoice(i);
    return std::move(text_);
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  /// In the proportions of the real data, and the rare kinds at least once.
  void write_invoice(std::size_t i) {
    if (i == invoices_ / 2) return write_order_that_stands_apart(open_invoice(i));
    if (i == invoices_ / 3) return write_adjustments(open_invoice(i));
    if (i % 7 == 3) return write_cancellation(open_invoice(i));
    if (i % 20 == 5) return write_write_off(open_invoice(i));
    write_order(open_invoice(i));
  }

  invoice open_invoice(std::size_t i) {
    const auto minute = i * days * open_minutes / invoices_;
    return {.number = std::to_string(536365 + i),
            .when = first_day + std::chrono::days{minute / open_minutes} + opening +
                    std::chrono::minutes{minute % open_minutes},
            .customer = one_in(4) ? "" : std::to_string(12346 + below(customers)) + ".0",
            .country = one_in(8) ? countries[below(countries.size())] : "United Kingdom"};
  }

  void write_order(invoice order) {
    const bool slowly = one_in(5);
    const std::size_t lines = 1 + below(one_in(30) ? 300 : 45);
    for (std::size_t line = 0; line < lines; ++line) {
      if (slowly && line % 8 == 7) order.when += std::chrono::minutes{1};
      const std::size_t product = below(products);
      write_row(order, product, count(1 + below(one_in(50) ? 600 : 12)), price_of(product));
      if (one_in(100)) text_.append(std::string{text_, last_row_});
    }
    if (one_in(40)) write_row(order, below(products), "1", "0.0");
  }

  void write_order_that_stands_apart(invoice order) {
    write_row(order, 1, "2", price_of(1));
    order.when += std::chrono::minutes{1};
    write_row(order, 2, "3", price_of(2));
    late_row_ = text_.substr(last_row_);
    text_.resize(last_row_);
  }

  void write_cancellation(invoice cancelled) {
    cancelled.number.insert(0, "C");
    for (std::size_t lines = 1 + below(4); lines > 0; --lines) {
      const std::size_t product = below(products);
      write_row(cancelled, product, "-" + count(1 + below(9)), price_of(product));
    }
  }

  void write_write_off(invoice lost) {
    lost.customer.clear();
    write_row(lost, below(products), one_in(2) ? "-" + count(1 + below(90)) : "40", "0.0");
  }

  void write_adjustments(invoice adjusted) {
    adjusted.number.insert(0, "A");
    adjusted.customer.clear();
    write_row(adjusted, products, "1", "11062.06");
    write_row(adjusted, products, "1", "-11062.06");
  }

  void write_row(const invoice& of, std::size_t product, std::string_view quantity, std::string_view price) {
    last_row_ = text_.size();
    std::string when = varve::format_time(of.when);
    when[10] = ' ';
    when.pop_back();
    const std::string code = code_of(product);
    const std::string description = description_of(product);
    const std::array<std::string_view, 8> fields{of.number, code,  description, quantity,
                                                 when,      price, of.customer, of.country};
    for (const auto field : fields) text_.append(field).append(1, ',');
    text_.back() = '\n';
    text_.append(std::exchange(late_row_, {}));
  }

  static std::string count(std::size_t pieces) { return std::to_string(pieces); }

  static std::string code_of(std::size_t product) {
    const std::string number = std::to_string(20000 + product / 3 * 7);
    return product % 3 == 0 ? number : number + "Ab"[product % 3 - 1];
  }

  /// A product has another name now and then.
  std::string description_of(std::size_t product) {
    if (one_in(300)) return one_in(2) ? "" : "\"wrongly coded, was \"\"" + code_of(product) + "\"\"\"";
    const std::string name = std::string{qualities[product % 8]} + " " + std::string{things[product / 8 % 8]};
    return name.find_first_of(",\"") == std::string::npos ? name : '"' + name + '"';
  }

  static std::string price_of(std::size_t product) {
    if (product % 97 == 1) return "0." + std::to_string(101 + product % 800);
    return std::to_string(product * 37 % 13) + "." + std::to_string(25 + product % 60);
  }

  std::size_t invoices_;
  std::mt19937_64 random_;
  std::string text_;
  std::string late_row_;
  std::size_t last_row_ = 0;
};

}  // namespace

std::string generated_csv(const generator_options& options) {
  return generator{options}.run();
}

}  // namespace shop::retail
