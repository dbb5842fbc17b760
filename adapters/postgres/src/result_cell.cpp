#include "result_cell.hpp"

#include <charconv>
#include <limits>
#include <string_view>

namespace varve::postgres {
namespace {

/// Numbers of types in pg_type.dat, which never change.
enum : pqxx::oid {
  is_bool = 16,
  is_int8 = 20,
  is_int2 = 21,
  is_int4 = 23,
  is_oid = 26,
  is_float4 = 700,
  is_float8 = 701,
  is_numeric = 1700
};

template<class Number>
cell number_in(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) return number;
  return text;
}

cell real_in(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return number_in<double>(text);
}

cell whole_or_real_in(std::string_view text) {
  const cell whole = number_in<std::int64_t>(text);
  return std::holds_alternative<std::int64_t>(whole) ? whole : real_in(text);
}

}  // namespace

cell cell_of(const pqxx::result& from, int row, int column) {
  const auto field =
      from[static_cast<pqxx::result::size_type>(row)][static_cast<pqxx::row::size_type>(column)];
  if (field.is_null()) return std::monostate{};
  const std::string_view text{field.c_str(), field.size()};
  switch (field.type()) {
    case is_bool: return std::int64_t{text == "t" ? 1 : 0};
    case is_int2:
    case is_int4:
    case is_int8:
    case is_oid: return number_in<std::int64_t>(text);
    case is_float4:
    case is_float8: return real_in(text);
    case is_numeric: return whole_or_real_in(text);
    default: return text;
  }
}

}  // namespace varve::postgres
