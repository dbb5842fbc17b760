#include "commands/open_read_models.hpp"

#include <varve/sqlite/database.hpp>
#include <varve/url/store_url.hpp>

#ifdef VARVE_HAS_POSTGRES
#include <varve/postgres/database.hpp>
#endif

#include <algorithm>
#include <string_view>
#include <utility>

namespace varve::cli {
namespace {

using opened = result<std::unique_ptr<read_model>>;

bool is_postgres(std::string_view named) {
  return named.starts_with("postgres://") || named.starts_with("postgresql://");
}

/// Looks before it opens to write, for that would make what is not there.
template<class Database, class Options>
std::unique_ptr<read_model> open(const std::string& where, Options options, model_access how) {
  options.read_only = true;
  auto looking = std::make_unique<Database>(where, options);
  if (how == model_access::look) return looking;
  looking.reset();
  options.read_only = false;
  return std::make_unique<Database>(where, options);
}

#ifdef VARVE_HAS_POSTGRES
/// Takes `schema` out of a URL, which libpq does not know.
std::string take_schema(std::string& url) {
  constexpr std::string_view keyword = "schema=";
  std::size_t at = url.find('?');
  while (at != std::string::npos && url.compare(at + 1, keyword.size(), keyword) != 0)
    at = url.find('&', at + 1);
  if (at == std::string::npos) return "public";
  const std::size_t from = at + 1 + keyword.size();
  const std::size_t end = std::min(url.find('&', from), url.size());
  std::string schema = url.substr(from, end - from);
  if (end == url.size())
    url.erase(at);
  else
    url.erase(at + 1, end - at);
  return schema;
}
#endif

opened open_postgres(std::string url, model_access how) {
#ifdef VARVE_HAS_POSTGRES
  postgres::database_options options;
  options.schema = take_schema(url);
  return open<postgres::database>(url, options, how);
#else
  static_cast<void>(url);
  static_cast<void>(how);
  return error{errc::unsupported, "this build has no read models in PostgreSQL"};
#endif
}

/// The file that holds the log too.
result<std::string> own_file_of(const std::string& store) {
  const auto where = store_url::parse(store);
  if (!where) return where.error();
  if (where->what == store_url::kind::sqlite) return where->path;
  if (where->what == store_url::kind::memory)
    return error{errc::invalid_argument,
                 "a log in memory holds no read models: name their database with --read-model FILE"};
  return error{errc::invalid_argument,
               "a log in PostgreSQL holds no read models: name their database with --read-model FILE or "
               "--read-model postgres://user@host:port/database?schema=NAME"};
}

}  // namespace

opened open_read_models(const std::string& store, const std::string& named, model_access how) {
  try {
    if (is_postgres(named)) return open_postgres(named, how);
    if (!named.empty()) return open<sqlite::database>(named, sqlite::database_options{}, how);
    const auto own = own_file_of(store);
    if (!own) return own.error();
    return open<sqlite::database>(*own, sqlite::database_options{}, how);
  } catch (const failure& problem) {
    return problem.error();
  }
}

}  // namespace varve::cli
