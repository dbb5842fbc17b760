#include "retail/retail_row.hpp"

#include <varve/core/error.hpp>
#include <varve/core/name.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>

namespace shop::retail {
namespace {

constexpr std::array<std::string_view, 8> columns{"InvoiceNo",   "StockCode", "Description", "Quantity",
                                                  "InvoiceDate", "UnitPrice", "CustomerID",  "Country"};
constexpr std::string_view unreadable_invoice = "unreadable";
constexpr std::size_t longest_invoice = 64;

// Bounds that no shop reaches, and which no sum of their products leaves 64 bits by.
constexpr std::int64_t most_pieces = 1'000'000;
constexpr money highest_price = money::of_thousandths(1'000'000'000);

/// What may stand in a field: plain text without control characters.
bool is_text(std::string_view field) {
  return field.empty() || varve::is_name(field);
}

bool is_invoice(std::string_view field) {
  return field.size() <= longest_invoice && varve::is_name(field);
}

std::optional<std::int64_t> read_quantity(std::string_view field) {
  std::int64_t quantity = 0;
  const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), quantity);
  if (problem != std::errc{} || end != field.data() + field.size()) return std::nullopt;
  if (quantity < -most_pieces || quantity > most_pieces) return std::nullopt;
  return quantity;
}

std::optional<money> read_price(std::string_view field) {
  const auto price = money::parse(field);
  if (!price || *price > highest_price || *price < -1 * highest_price) return std::nullopt;
  return price;
}

/// `2010-12-01 08:26:00`
std::optional<varve::timestamp> read_date(const std::string& field) {
  if (field.size() != 19 || field[10] != ' ') return std::nullopt;
  std::string rfc3339 = field + "Z";
  rfc3339[10] = 'T';
  const auto when = varve::parse_time(rfc3339);
  if (!when || *when < varve::timestamp{}) return std::nullopt;
  return *when;
}

/// The data write the number 17850 as 17850.0.
std::string_view read_customer(std::string_view field) {
  if (field.ends_with(".0")) field.remove_suffix(2);
  return field;
}

/// Takes quantity and price together or not at all, so that a row has a value or none.
std::string_view read_amounts(const csv_record& record, order::line& line) {
  const auto quantity = read_quantity(record.fields[3]);
  const auto price = read_price(record.fields[5]);
  if (!quantity) return "unreadable: no quantity";
  if (!price) return "unreadable: no price with at most three decimals";
  line.quantity = *quantity;
  line.unit_price = *price;
  return {};
}

std::string_view read_texts(const csv_record& record, order::line& line) {
  if (!varve::is_name(record.fields[1])) return "unreadable: no stock code";
  for (const std::size_t column : {2U, 6U, 7U}) {
    if (!is_text(record.fields[column])) return "unreadable: a text with control characters or no UTF-8";
  }
  line.stock_code = record.fields[1];
  line.description = record.fields[2];
  line.customer = read_customer(record.fields[6]);
  line.country = record.fields[7];
  return {};
}

}  // namespace

void check_header(const csv_record& header, std::string_view file) {
  if (header.problem.empty() && std::ranges::equal(header.fields, columns)) return;
  throw varve::failure{{varve::errc::invalid_argument,
                        std::string(file) +
                            ": not the Online Retail data: its first line must be InvoiceNo,StockCode,"
                            "Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"}};
}

std::string_view invoice_of(const csv_record& record) {
  const bool is_one = record.problem.empty() && is_invoice(record.fields[0]);
  return is_one ? std::string_view{record.fields[0]} : unreadable_invoice;
}

void read_row(const csv_record& record, retail_row& row) {
  row.invoice = invoice_of(record);
  row.when = std::nullopt;
  row.line = {};
  row.problem = {};
  const auto note = [&](std::string_view problem) {
    if (row.problem.empty()) row.problem = problem;
  };
  if (!record.problem.empty()) return note("unreadable: not CSV");
  if (row.invoice == unreadable_invoice) note("unreadable: no invoice");
  if (record.fields.size() != columns.size()) return note("unreadable: not eight fields");
  row.when = read_date(record.fields[4]);
  if (!row.when) note("unreadable: no date");
  note(read_amounts(record, row.line));
  note(read_texts(record, row.line));
}

row_kind kind_of(const retail_row& row) {
  if (row.invoice.starts_with('C')) return row_kind::cancellation;
  if (row.invoice.starts_with('A')) return row_kind::adjustment;
  if (row.line.unit_price == money{} || row.line.quantity < 0) return row_kind::write_off;
  return row_kind::sale;
}

order::command command_of(const retail_row& row) {
  switch (kind_of(row)) {
    case row_kind::cancellation: return order::cancel_line{row.line};
    case row_kind::adjustment: return order::adjust_line{row.line};
    case row_kind::write_off: return order::write_off_line{row.line};
    case row_kind::sale: break;
  }
  return order::add_line{row.line};
}

std::string printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  if (varve::is_name(text)) return std::string{text};
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F)
      out.push_back(c);
    else
      out.append("\\x").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
  }
  return out;
}

}  // namespace shop::retail
