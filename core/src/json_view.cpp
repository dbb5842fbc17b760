#include <varve/core/json.hpp>

#include "json_grammar.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace varve::json {
namespace {

/// Behind the string that begins at `at`.
const char* skip_string(const char* at, const char* end) {
  for (++at;;) {
    at = grammar::skip_plain(at, end);
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

}  // namespace

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
    const char* plain = grammar::skip_plain(at, end);
    out.append(at, plain);
    at = plain;
    if (at == end) return out;
    if (grammar::append_escape(out, at, end) != nullptr) return std::nullopt;
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
  thread_local std::vector<std::string_view> spelt;
  spelt.clear();
  bool escaped = false;
  for (auto at = begin(); at != end(); ++at) {
    spelt.push_back(at.name().raw());
    escaped = escaped || spelt.back().find('\\') != std::string_view::npos;
  }
  if (escaped) return repeated_text();
  std::ranges::sort(spelt);
  const auto twice = std::ranges::adjacent_find(spelt);
  return twice == spelt.end() ? std::nullopt : view{*twice}.text();
}

/// The same among names of which some are spelt with escapes.
std::optional<std::string> view::repeated_text() const {
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
