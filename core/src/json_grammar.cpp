#include "json_grammar.hpp"

#include <algorithm>
#include <charconv>

namespace varve::json::grammar {
namespace {

constexpr std::string_view cut_short = "the text ends inside a string";
constexpr const char* no_hex = "\\u wants four hexadecimal digits";
constexpr const char* lone_surrogate = "a lone surrogate is no text";

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_unit(const char* at, const char* end) {
  return end - at >= 6 && at[0] == '\\' && at[1] == 'u' && std::all_of(at + 2, at + 6, is_hex);
}

std::uint32_t read_unit(const char*& at) {
  std::uint32_t unit = 0;
  std::from_chars(at + 2, at + 6, unit, 16);
  at += 6;
  return unit;
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) return put(0xC0 | (point >> 6)), put(0x80 | (point & 0x3F));
  if (point < 0x10000)
    return put(0xE0 | (point >> 12)), put(0x80 | ((point >> 6) & 0x3F)), put(0x80 | (point & 0x3F));
  put(0xF0 | (point >> 18)), put(0x80 | ((point >> 12) & 0x3F)), put(0x80 | ((point >> 6) & 0x3F)),
      put(0x80 | (point & 0x3F));
}

const char* append_unit(std::string& out, const char*& at, const char* end) {
  if (!is_unit(at, end)) return no_hex;
  std::uint32_t point = read_unit(at);
  if (point >= 0xDC00 && point < 0xE000) return lone_surrogate;
  if (point >= 0xD800 && point < 0xDC00) {
    if (!is_unit(at, end)) return lone_surrogate;
    const std::uint32_t low = read_unit(at);
    if (low < 0xDC00 || low >= 0xE000) return lone_surrogate;
    point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(out, point);
  return nullptr;
}

}  // namespace

const char* append_escape(std::string& out, const char*& at, const char* end) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  if (end - at < 2) return cut_short.data();
  if (at[1] == 'u') return append_unit(out, at, end);
  const auto letter = letters.find(at[1]);
  if (letter == std::string_view::npos) return "unknown escape";
  out.push_back(meant[letter]);
  at += 2;
  return nullptr;
}

checker::checker(const char* begin, const char* end, std::size_t deepest)
    : at_(begin), end_(end), deepest_(std::min(deepest, deepest_possible)) {}

const char* checker::value() {
  while (true) {
    if (const char* problem = token()) return problem;
    if (opened_) continue;  // an opened container wants its first element
    if (const char* problem = after_value()) return problem;
    if (depth_ == 0) return nullptr;
  }
}

const char* checker::ending() {
  skip_space();
  return at_ == end_ ? nullptr : "nothing may follow the value";
}

/// Closes what ends here, up to the comma (and name) before the next value.
const char* checker::after_value() {
  while (depth_ > 0) {
    skip_space();
    if (at_ == end_) return "the text ends inside a value";
    if (take(in_object() ? '}' : ']')) {
      --depth_;
      continue;
    }
    if (!take(',')) return in_object() ? "expected , or }" : "expected , or ]";
    return in_object() ? name() : nullptr;
  }
  return nullptr;
}

const char* checker::token() {
  opened_ = false;
  skip_space();
  if (at_ == end_) return "expected a value";
  switch (*at_) {
    case '{': return open(true);
    case '[': return open(false);
    case '"': return string();
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: return number();
  }
}

const char* checker::open(bool object) {
  if (depth_ == deepest_) return "nested too deep";
  const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
  auto& level = objects_[depth_ / 64];
  level = object ? level | bit : level & ~bit;
  ++at_;
  skip_space();
  if (take(object ? '}' : ']')) return nullptr;
  ++depth_;
  opened_ = true;
  return object ? name() : nullptr;
}

const char* checker::name() {
  skip_space();
  if (at_ == end_ || *at_ != '"') return "expected a member name in quotes";
  if (const char* problem = string()) return problem;
  skip_space();
  return take(':') ? nullptr : "expected :";
}

const char* checker::string() {
  const char* const begin = ++at_;
  escaped_ = false;
  while (true) {
    at_ = skip_plain(at_, end_);
    if (at_ == end_) return cut_short.data();
    if (*at_ == '"') {
      string_ = {begin, at_++};
      return nullptr;
    }
    if (*at_ != '\\') return "a control character must be escaped";
    escaped_ = true;
    if (const char* problem = escape()) return problem;
  }
}

const char* checker::escape() {
  if (end_ - at_ < 2) return cut_short.data();
  if (at_[1] == 'u') {
    if (!is_unit(at_, end_)) return no_hex;
    at_ += 6;
    return nullptr;
  }
  if (std::string_view("\"\\/bfnrt").find(at_[1]) == std::string_view::npos) return "unknown escape";
  at_ += 2;
  return nullptr;
}

const char* checker::word(std::string_view expected) {
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected))
    return "expected a value";
  at_ += expected.size();
  return nullptr;
}

bool checker::digits() {
  const char* first = at_;
  while (at_ != end_ && is_digit(*at_)) ++at_;
  return at_ != first;
}

const char* checker::number() {
  take('-');
  if (at_ == end_ || !is_digit(*at_)) return "expected a value";
  if (take('0')) {
    if (at_ != end_ && is_digit(*at_)) return "a number has no leading zero";
  } else {
    digits();
  }
  if (take('.') && !digits()) return "expected a digit";
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    if (!digits()) return "expected a digit";
  }
  return nullptr;
}

}  // namespace varve::json::grammar
