#include <varve/projections/table_names.hpp>

#include <algorithm>

namespace varve {
namespace {

/// Behind the closing `quote` of what begins at `at`; a doubled one is part of the text. The end when it is
/// missing, which is for the database to say.
std::size_t behind_quoted(std::string_view sql, std::size_t at, char quote) {
  for (++at; at < sql.size(); ++at) {
    if (sql[at] != quote) continue;
    if (at + 1 == sql.size() || sql[at + 1] != quote) return at + 1;
    ++at;
  }
  return at;
}

std::size_t behind(std::string_view sql, std::size_t at, std::string_view end) {
  const auto found = sql.find(end, at);
  return found == std::string_view::npos ? sql.size() : found + end.size();
}

/// Behind the literal, quoted identifier or comment that begins at `at`; `at` itself where none does.
std::size_t behind_opaque(std::string_view sql, std::size_t at) {
  const auto rest = sql.substr(at);
  switch (sql[at]) {
    case '\'':
    case '"':
    case '`': return behind_quoted(sql, at, sql[at]);
    case '[': return behind(sql, at, "]");
    case '-': return rest.starts_with("--") ? behind(sql, at, "\n") : at;
    case '/': return rest.starts_with("/*") ? behind(sql, at + 2, "*/") : at;
    default: return at;
  }
}

error bad_braces(std::string_view sql, std::size_t at) {
  return {errc::invalid_argument, "braces at byte " + std::to_string(at) +
                                      " do not hold the name of a table, as in {sales}: " + std::string{sql}};
}

}  // namespace

std::string table_name(std::string_view name, std::int64_t generation) {
  return std::string{name} + "__" + std::to_string(generation);
}

result<std::string> expand_tables(std::string_view sql, std::optional<std::int64_t> generation) {
  std::string out;
  for (std::size_t at = 0; at < sql.size();) {
    if (const auto end = behind_opaque(sql, at); end != at) {
      out.append(sql, at, end - at);
      at = end;
    } else if (sql[at] != '{' && sql[at] != '}') {
      out += sql[at++];
    } else {
      const auto close = sql.find('}', at);
      if (sql[at] == '}' || close == std::string_view::npos) return bad_braces(sql, at);
      const auto name = sql.substr(at + 1, close - at - 1);
      if (!is_table_name(name)) return bad_braces(sql, at);
      out += generation ? table_name(name, *generation) : std::string{name};
      at = close + 1;
    }
  }
  return out;
}

}  // namespace varve
