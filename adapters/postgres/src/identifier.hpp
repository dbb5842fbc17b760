#pragma once

#include <string>
#include <string_view>

namespace varve::postgres {

/// `name` as an identifier, whatever it holds.
[[nodiscard]] inline std::string identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2U : 1U, c);
  return out + '"';
}

/// As PostgreSQL reads a name that is not quoted.
[[nodiscard]] inline std::string folded(std::string_view name) {
  std::string out{name};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace varve::postgres
