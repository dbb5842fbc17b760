#include "report.hpp"

#include <algorithm>
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

void write_json_text(std::ostream& out, std::string_view text) {
  out << '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out << '\\';
    out << (static_cast<unsigned char>(c) < ' ' ? ' ' : c);
  }
  out << '"';
}

void write_json(std::ostream& out, const series& runs) {
  out << "{\"name\": ";
  write_json_text(out, runs.contender());
  out << ", \"median\": " << runs.median_rate()
      << ", \"worst_wait_ms\": " << runs.worst_wait_seconds() * 1'000 << ", \"rates\": [";
  std::string_view comma;
  for (const double rate : runs.rates()) out << std::exchange(comma, ", ") << rate;
  out << "]}";
}

void write_json(std::ostream& out, const contest_result& result) {
  out << "{\"workload\": ";
  write_json_text(out, result.workload);
  out << ", \"unit\": ";
  write_json_text(out, result.unit);
  out << ", \"baseline\": ";
  write_json(out, result.baseline);
  if (result.challenger) {
    const auto ratios = result.ratios();
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    out << ", \"challenger\": ";
    write_json(out, *result.challenger);
    out << ", \"ratio\": {\"of_medians\": " << result.ratio_of_medians() << ", \"min\": " << *least
        << ", \"max\": " << *most << '}';
  }
  out << '}';
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
  for (const auto& [name, value] : notes_) {
    out << std::exchange(comma, ", ");
    write_json_text(out, name);
    out << ": ";
    write_json_text(out, value);
  }
  out << "}, \"results\": [";
  comma = {};
  for (const auto& result : results_) {
    out << std::exchange(comma, ",") << "\n  ";
    bench::write_json(out, result);
  }
  out << "\n]}\n";
}

}  // namespace bench
