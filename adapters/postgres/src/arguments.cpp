#include "arguments.hpp"

#include <varve/core/error.hpp>

#include <charconv>
#include <utility>

namespace varve::postgres {
namespace {

void require_text(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return;
  throw failure{{errc::invalid_argument, "PostgreSQL cannot hold a text with a NUL character"}};
}

template<class Number>
void append_number(Number number, std::string& to) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  to.append(digits, end);
}

void append_quoted(std::string_view text, std::string& to) {
  require_text(text);
  to += '"';
  for (std::size_t at = 0; at < text.size();) {
    const auto special = std::min(text.find_first_of("\"\\", at), text.size());
    to.append(text, at, special - at);
    if (special < text.size()) to.append({'\\', text[special]});
    at = special + 1;
  }
  to += '"';
}

}  // namespace

void append_text(const cell& value, std::string& to) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return append_number(*number, to);
  if (const auto* real = std::get_if<double>(&value)) return append_number(*real, to);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    require_text(*text);
    to.append(*text);
  }
}

arguments arguments::of_cells(std::span<const cell> values) {
  arguments all;
  for (const auto& each : values) all.add(each);
  return all;
}

void arguments::add(std::string_view text) {
  add(cell{text});
}

void arguments::add(std::int64_t number) {
  add(cell{number});
}

void arguments::add(const cell& value) {
  if (std::holds_alternative<std::monostate>(value)) return add_null();
  append_text(value, values_.emplace_back().text);
}

void arguments::add_null() {
  values_.push_back({{}, true});
}

void arguments::take(std::string text) {
  values_.push_back({std::move(text), false});
}

std::vector<const char*> arguments::pointers() const {
  std::vector<const char*> all;
  all.reserve(values_.size());
  for (const auto& each : values_) all.push_back(each.null ? nullptr : each.text.c_str());
  return all;
}

void array_text::add(const cell& element) {
  if (text_.size() > 1) text_ += ',';
  if (std::holds_alternative<std::monostate>(element))
    text_ += "NULL";
  else if (const auto* text = std::get_if<std::string_view>(&element))
    append_quoted(*text, text_);
  else
    append_text(element, text_);
}

std::string array_text::take() {
  text_ += '}';
  return std::exchange(text_, "{");
}

}  // namespace varve::postgres
