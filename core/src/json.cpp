#include <varve/core/json.hpp>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <vector>

namespace varve::json {
namespace {

constexpr std::size_t deepest_possible = 2000;

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// True when none of eight bytes is a quote, a backslash or below U+0020.
bool is_plain(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  const auto has_zero = [](std::uint64_t v) { return (v - ones) & ~v & highs; };
  const std::uint64_t control = (word - ones * 0x20) & ~word & highs;
  return (has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\')) | control) == 0;
}

/// Moves from inside a string to its closing quote, a backslash or a control character.
const char* skip_plain(const char* at, const char* end) {
  while (end - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    if (!is_plain(word)) break;
    at += 8;
  }
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

/// The grammar of RFC 8259 without recursion: a bit a level tells objects from arrays.
class checker {
 public:
  checker(std::string_view text, std::size_t deepest)
      : begin_(text.data()),
        at_(begin_),
        end_(begin_ + text.size()),
        deepest_(std::min(deepest, deepest_possible)) {}

  /// nullptr when the text is one JSON value, else what is wrong at `offset()`.
  const char* check() {
    while (true) {
      if (const char* problem = value()) return problem;
      if (opened_) continue;  // an opened container wants its first element
      while (true) {
        skip_space();
        if (depth_ == 0) return at_ == end_ ? nullptr : "nothing may follow the value";
        if (at_ == end_) return "the text ends inside a value";
        const char closing = in_object() ? '}' : ']';
        if (*at_ == closing) {
          ++at_, --depth_;
          continue;
        }
        if (*at_ != ',') return in_object() ? "expected , or }" : "expected , or ]";
        ++at_;
        break;
      }
      if (in_object())
        if (const char* problem = name()) return problem;
    }
  }

  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] bool spaced() const { return spaced_; }

 private:
  [[nodiscard]] bool in_object() const { return (objects_[(depth_ - 1) / 64] >> ((depth_ - 1) % 64)) & 1U; }

  void skip_space() {
    if (at_ == end_ || !is_space(*at_)) return;
    spaced_ = true;
    while (at_ != end_ && is_space(*at_)) ++at_;
  }

  const char* value() {
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

  const char* open(bool object) {
    if (depth_ == deepest_) return "nested too deep";
    const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
    auto& level = objects_[depth_ / 64];
    level = object ? level | bit : level & ~bit;
    ++at_, ++depth_;
    skip_space();
    if (at_ != end_ && *at_ == (object ? '}' : ']')) {
      ++at_, --depth_;
      return nullptr;
    }
    opened_ = true;
    return object ? name() : nullptr;
  }

  const char* name() {
    skip_space();
    if (at_ == end_ || *at_ != '"') return "expected a member name in quotes";
    if (const char* problem = string()) return problem;
    skip_space();
    if (at_ == end_ || *at_ != ':') return "expected :";
    ++at_;
    return nullptr;
  }

  const char* string() {
    ++at_;
    while (true) {
      at_ = skip_plain(at_, end_);
      if (at_ == end_) return "the text ends inside a string";
      if (*at_ == '"') return ++at_, nullptr;
      if (*at_ != '\\') return "a control character must be escaped";
      if (const char* problem = escape()) return problem;
    }
  }

  const char* escape() {
    if (end_ - at_ < 2) return "the text ends inside a string";
    if (at_[1] == 'u') {
      if (end_ - at_ < 6 || !std::all_of(at_ + 2, at_ + 6, is_hex))
        return "\\u wants four hexadecimal digits";
      at_ += 6;
      return nullptr;
    }
    if (std::strchr("\"\\/bfnrt", at_[1]) == nullptr || at_[1] == '\0') return "unknown escape";
    at_ += 2;
    return nullptr;
  }

  const char* word(std::string_view expected) {
    if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, expected.size()) != expected)
      return "expected a value";
    at_ += expected.size();
    return nullptr;
  }

  bool digits() {
    const char* first = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != first;
  }

  const char* number() {
    if (*at_ == '-') ++at_;
    if (at_ == end_ || !is_digit(*at_)) return "expected a value";
    if (*at_ == '0') {
      ++at_;
      if (at_ != end_ && is_digit(*at_)) return "a number has no leading zero";
    } else {
      digits();
    }
    if (at_ != end_ && *at_ == '.') {
      ++at_;
      if (!digits()) return "expected a digit";
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (!digits()) return "expected a digit";
    }
    return nullptr;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  std::size_t deepest_;
  std::size_t depth_ = 0;
  bool opened_ = false;
  bool spaced_ = false;
  std::array<std::uint64_t, deepest_possible / 64 + 1> objects_;
};

void strip_spaces(std::string& text) {
  char* out = text.data();
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const char c = *at++;
    if (is_space(c)) continue;
    *out++ = c;
    if (c != '"') continue;
    for (char inside = 0; inside != '"';) {
      inside = *out++ = *at++;
      if (inside == '\\') *out++ = *at++;
    }
  }
  text.resize(static_cast<std::size_t>(out - text.data()));
}

/// Behind the string that begins at `at`.
const char* skip_string(const char* at, const char* end) {
  for (++at;;) {
    at = skip_plain(at, end);
    if (*at == '"') return at + 1;
    at += 2;
  }
}

/// Behind the value that begins at `at`, in a text that is known to be well formed and compact.
const char* skip_value(const char* at, const char* end) {
  std::size_t depth = 0;
  do {
    switch (*at) {
      case '"': at = skip_string(at, end); break;
      case '{':
      case '[': ++depth, ++at; break;
      case '}':
      case ']': --depth, ++at; break;
      case ',':
      case ':': ++at; break;
      default: at = std::find_if(at, end, [](char c) { return c == ',' || c == '}' || c == ']'; });
    }
  } while (depth != 0);
  return at;
}

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::optional<std::uint32_t> read_unit(const char*& at) {
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

/// Resolves the escape at `at`; false for a surrogate without its partner.
bool append_escape(std::string& out, const char*& at, const char* end) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  if (at[1] != 'u') {
    out.push_back(meant[letters.find(at[1])]);
    at += 2;
    return true;
  }
  std::uint32_t point = *read_unit(at);
  if (point >= 0xDC00 && point < 0xE000) return false;
  if (point >= 0xD800 && point < 0xDC00) {
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return false;
    const std::uint32_t low = *read_unit(at);
    if (low < 0xDC00 || low >= 0xE000) return false;
    point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(out, point);
  return true;
}

}  // namespace

result<void> compact(std::string& text, std::size_t deepest) {
  checker check{text, deepest};
  if (const char* problem = check.check())
    return error{errc::invalid_argument,
                 "not JSON: " + std::string(problem) + " at byte " + std::to_string(check.offset())};
  if (!simdjson::validate_utf8(text.data(), text.size()))
    return error{errc::invalid_argument, "not JSON: invalid UTF-8"};
  if (check.spaced()) strip_spaces(text);
  return {};
}

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.push_back('"');
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    const char* plain = skip_plain(at, end);
    out.append(at, plain);
    if (plain == end) break;
    at = plain + 1;
    switch (*plain) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out.push_back(digits[static_cast<unsigned char>(*plain) >> 4]);
        out.push_back(digits[*plain & 15]);
    }
  }
  out.push_back('"');
}

json::kind view::kind() const {
  switch (text_.front()) {
    case '{': return kind::object;
    case '[': return kind::array;
    case '"': return kind::string;
    case 't':
    case 'f': return kind::boolean;
    case 'n': return kind::null;
    default: return kind::number;
  }
}

std::optional<std::string> view::text() const {
  if (kind() != kind::string) return std::nullopt;
  std::string out;
  const char* at = text_.data() + 1;
  const char* const end = text_.data() + text_.size() - 1;
  while (true) {
    const char* plain = skip_plain(at, end);
    out.append(at, plain);
    at = plain;
    if (at == end) return out;
    if (!append_escape(out, at, end)) return std::nullopt;
  }
}

std::optional<std::int64_t> view::integer() const {
  std::int64_t value = 0;
  const char* const end = text_.data() + text_.size();
  const auto [stop, problem] = std::from_chars(text_.data(), end, value);
  if (problem != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<bool> view::boolean() const {
  if (kind() != kind::boolean) return std::nullopt;
  return text_.front() == 't';
}

view::iterator view::begin() const {
  const json::kind k = kind();
  if (k != kind::object && k != kind::array) return {};
  return iterator{text_.substr(1), k == kind::object};
}

view::iterator view::end() const {
  return {};
}

std::optional<view> view::member(std::string_view name) const {
  for (auto at = begin(); at != end(); ++at)
    if (kind() == kind::object && at.name().text() == name) return *at;
  return std::nullopt;
}

std::optional<std::string> view::repeated_member() const {
  if (kind() != kind::object) return std::nullopt;
  std::vector<std::string> names;
  // A lone surrogate has no text; as spelt, with its quote, it cannot be taken for any text.
  for (auto at = begin(); at != end(); ++at)
    names.push_back(at.name().text().value_or(std::string(at.name().raw())));
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  return twice == names.end() ? std::nullopt : std::optional(*twice);
}

view::iterator::iterator(std::string_view rest, bool members) : rest_(rest), members_(members) {
  read();
}

view::iterator& view::iterator::operator++() {
  read();
  return *this;
}

void view::iterator::read() {
  const char* at = rest_.data();
  const char* const end = at + rest_.size();
  if (*at == ',') ++at;
  if (*at == '}' || *at == ']') {
    *this = {};
    return;
  }
  if (members_) {
    const char* colon = skip_string(at, end);
    name_ = between(at, colon);
    at = colon + 1;
  }
  const char* behind = skip_value(at, end);
  value_ = between(at, behind);
  rest_ = between(behind, end);
}

}  // namespace varve::json
