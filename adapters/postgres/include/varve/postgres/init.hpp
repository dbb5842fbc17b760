#pragma once

#include <varve/core/environment.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace varve::postgres {

/// How a log is made by hand. Roles are made elsewhere; here they are given what they need and no more.
struct init_options {
  std::optional<std::string> append_role = {};  ///< appends through the log's functions alone, and reads
  std::optional<std::string> read_role = {};
  environment env = {};
};

/// The statements that make the log of a URL, for those whose administrator runs them, in one transaction.
/// They may be run in several databases: the server gives each log an epoch of its own. Throws `failure`
/// (`invalid_argument`).
[[nodiscard]] std::string init_sql(std::string_view url, const init_options& how = {});

/// Runs them, when there is no such log yet, and grants in any case; the owner of the log's functions has
/// back what it was deprived of. Needs a role that may create a schema in the database, or an empty schema of
/// the log's name. Returns whether it made a log. Throws `failure`.
bool init(std::string_view url, const init_options& how = {});

}  // namespace varve::postgres
