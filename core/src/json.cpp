#include <varve/core/json.hpp>

#include "json_grammar.hpp"
#include "utf8.hpp"

namespace varve::json {
namespace {

void strip_spaces(std::string& text) {
  char* out = text.data();
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const char c = *at++;
    if (grammar::is_space(c)) continue;
    *out++ = c;
    if (c != '"') continue;
    for (char inside = 0; inside != '"';) {
      inside = *out++ = *at++;
      if (inside == '\\') *out++ = *at++;
    }
  }
  text.resize(static_cast<std::size_t>(out - text.data()));
}

}  // namespace

result<void> compact(std::string& text, std::size_t deepest) {
  grammar::checker check{text.data(), text.data() + text.size(), deepest};
  const char* problem = check.value();
  if (problem == nullptr) problem = check.ending();
  if (problem != nullptr)
    return error{errc::invalid_argument, "not JSON: " + std::string(problem) + " at byte " +
                                             std::to_string(check.at() - text.data())};
  if (!is_utf8(text)) return error{errc::invalid_argument, "not JSON: invalid UTF-8"};
  if (check.spaced()) strip_spaces(text);
  return {};
}

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.push_back('"');
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    const char* plain = grammar::skip_plain(at, end);
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

}  // namespace varve::json
