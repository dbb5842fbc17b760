#include "output/table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace varve::cli {
namespace {

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string_view cut(std::string_view text, std::size_t most) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (begins_character(text[at]) && seen++ == most) return text.substr(0, at);
  return text;
}

}  // namespace

void table::flush() {
  std::vector<std::string> headings;
  for (const auto& one : columns_) headings.emplace_back(one.heading);
  const bool first = widths_.empty();
  widths_.resize(columns_.size());
  if (first) widen(headings);
  for (const auto& row : rows_) widen(row);
  if (first) out_.write(screen_.colored ? "\033[1m" + line(headings) + "\033[0m" : line(headings));
  for (const auto& row : rows_) out_.write(line(row));
  out_.wait_for_room();
  rows_.clear();
}

void table::widen(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], width(cells[i]));
}

std::string table::line(const std::vector<std::string>& cells) const {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string space(widths_[i] - width(cells[i]), ' ');
    if (i > 0) out += "  ";
    out += columns_[i].side == align::right ? space + cells[i] : cells[i] + space;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  const std::size_t most = screen_.columns;
  return std::string(most == 0 ? std::string_view(out) : cut(out, most));
}

std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    const bool second_page = byte == 0xC2 && next >= 0x80 && next < 0xA0;  // U+0080 to U+009F
    if (byte >= 0x20 && byte != 0x7F && !second_page) {
      out += text[at];
      continue;
    }
    std::array<char, 8> escape{};
    std::snprintf(escape.data(), escape.size(), "\\u%04x", second_page ? next : byte);
    out += escape.data();
    at += second_page ? 1U : 0U;
  }
  return out;
}

}  // namespace varve::cli
