#include "report.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <string_view>

namespace bench {
namespace {

using row = std::vector<std::string>;

/// 7921.4 becomes "7,921".
std::string grouped(double value) {
  std::ostringstream digits;
  digits << std::fixed << std::setprecision(0) << value;
  std::string text = digits.str();
  for (auto at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string fixed(double value, int decimals) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(decimals) << value;
  return text.str();
}

std::string milliseconds(const series& runs) {
  return runs.worst_wait_seconds() == 0 ? "" : fixed(runs.worst_wait_seconds() * 1'000, 1);
}

row compared(const contest_result& result) {
  const auto ratios = result.ratios();
  const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
  return {result.workload,
          result.unit,
          grouped(result.challenger->median_rate()),
          grouped(result.baseline.median_rate()),
          fixed(result.ratio_of_medians(), 2),
          fixed(*least, 2),
          fixed(*most, 2),
          milliseconds(*result.challenger),
          milliseconds(result.baseline)};
}

row alone(const contest_result& result) {
  const auto rates = result.baseline.rates();
  const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
  return {result.workload, result.unit,    grouped(result.baseline.median_rate()),
          grouped(*least), grouped(*most), milliseconds(result.baseline)};
}

/// Columns as wide as their widest cell; the first two to the left, figures to the right.
void write_aligned(std::ostream& out, const std::vector<row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& cells : rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  for (const auto& cells : rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      out << (i < 2 ? std::left : std::right) << std::setw(static_cast<int>(widths[i])) << cells[i] << "  ";
    }
    out << '\n';
  }
  out << '\n';
}

std::string json_text_of(std::string_view text) {
  std::string json{'"'};
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    json += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return json + '"';
}

/// The shortest text that reads back as the same number.
std::string exact(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string json_of(const series& runs) {
  std::string rates;
  for (const double rate : runs.rates()) rates += (rates.empty() ? "" : ", ") + exact(rate);
  return "{\"name\": " + json_text_of(runs.contender()) + ", \"median\": " + exact(runs.median_rate()) +
         ", \"worst_wait_ms\": " + exact(runs.worst_wait_seconds() * 1'000) + ", \"rates\": [" + rates + "]}";
}

std::string json_of(const contest_result& result) {
  std::string json = "{\"workload\": " + json_text_of(result.workload) +
                     ", \"unit\": " + json_text_of(result.unit) +
                     ", \"baseline\": " + json_of(result.baseline);
  if (result.challenger) {
    const auto ratios = result.ratios();
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    json += ", \"challenger\": " + json_of(*result.challenger) +
            ", \"ratio\": {\"of_medians\": " + exact(result.ratio_of_medians()) +
            ", \"min\": " + exact(*least) + ", \"max\": " + exact(*most) + "}";
  }
  return json + "}";
}

}  // namespace

void report::write_table(std::ostream& out) const {
  for (const auto& [name, value] : notes_) out << name << ": " << value << '\n';
  out << '\n';
  std::vector<row> pairs{
      {"workload", "unit", "challenger", "baseline", "ratio", "min", "max", "worst ms", "baseline's"}};
  std::vector<row> singles{{"workload", "unit", "median", "min", "max", "worst ms"}};
  for (const auto& result : results_) {
    if (result.challenger) {
      pairs.push_back(compared(result));
    } else {
      singles.push_back(alone(result));
    }
  }
  for (const auto* rows : {&pairs, &singles}) {
    if (rows->size() > 1) write_aligned(out, *rows);
  }
}

void report::write_json(std::ostream& out) const {
  out << "{\"notes\": {";
  std::string_view comma;
  for (const auto& [name, value] : notes_)
    out << std::exchange(comma, ", ") << json_text_of(name) << ": " << json_text_of(value);
  out << "}, \"results\": [";
  comma = {};
  for (const auto& result : results_) out << std::exchange(comma, ",") << "\n  " << json_of(result);
  out << "\n]}\n";
}

}  // namespace bench
