#pragma once

#include <varve/core/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace varve {

/// Whether `{name}` may stand for a table: a letter or `_`, then letters, digits and `_`, at most 48, all
/// ASCII, and not of Varve's or a database's own (`varve_`, `sqlite_`, `pg_`).
[[nodiscard]] constexpr bool is_table_name(std::string_view name) {
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || name.size() > 48 || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    if (!word(c)) return false;
  }
  return !name.starts_with("varve_") && !name.starts_with("sqlite_") && !name.starts_with("pg_");
}

/// The table that `{name}` is in a generation: `name__3`.
[[nodiscard]] std::string table_name(std::string_view name, std::int64_t generation);

/// Replaces each `{name}` of a statement by the generation's table, or, without a generation, by the plain
/// name that readers use. What stands in literals, quoted identifiers and comments is left as it is.
/// `invalid_argument` for braces that hold anything but a table name.
[[nodiscard]] result<std::string> expand_tables(std::string_view sql, std::optional<std::int64_t> generation);

}  // namespace varve
