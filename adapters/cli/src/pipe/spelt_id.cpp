#include "pipe/spelt_id.hpp"

#include <varve/core/json.hpp>

#include <algorithm>
#include <optional>

namespace varve::cli::pipe {
namespace {

/// Behind the string that begins at `at`, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

std::string_view skip_space(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// The value behind a name of a member; nullopt when no colon follows, so that it was none.
std::optional<std::string> scalar_behind_colon(std::string_view rest) {
  rest = skip_space(rest);
  if (!rest.starts_with(':')) return std::nullopt;
  rest = skip_space(rest.substr(1));
  const std::size_t length = rest.starts_with('"') ? end_of_string(rest, 0) : rest.find_first_of(",} \t");
  std::string value{rest.substr(0, length)};
  return varve::json::compact(value, 1) ? value : "null";
}

}  // namespace

std::string spelt_id_beyond(std::string_view line, std::size_t deepest) {
  std::string id = "null";
  std::size_t depth = 0;
  std::size_t most = 0;
  for (std::size_t at = 0; at < line.size();) {
    const char c = line[at];
    const std::size_t next = c == '"' ? end_of_string(line, at) : at + 1;
    if (c == '{' || c == '[') most = std::max(most, ++depth);
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (depth == 1 && line.substr(at, next - at) == "\"id\"")
      id = scalar_behind_colon(line.substr(next)).value_or(id);
    at = next;
  }
  return most > deepest ? id : "null";
}

}  // namespace varve::cli::pipe
