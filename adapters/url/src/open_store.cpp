#include <varve/eventstore/memory_store.hpp>
#include <varve/sqlite/event_store.hpp>
#include <varve/url/open_store.hpp>

#ifdef VARVE_HAS_POSTGRES
#include <varve/postgres/event_store.hpp>
#endif

namespace varve {
namespace {

using opened = result<std::unique_ptr<event_store>>;

opened open_memory(const open_options& how) {
  return std::unique_ptr<event_store>(
      std::make_unique<memory_store>(memory_store_options{.read_only = how.read_only, .env = how.env}));
}

opened open_sqlite(const std::string& path, const open_options& how) {
  sqlite::store_options options;
  options.read_only = how.read_only;
  options.create = how.create;
  options.longest_wait = how.longest_wait;
  options.env = how.env;
  try {
    return std::unique_ptr<event_store>(std::make_unique<sqlite::event_store>(path, options));
  } catch (const failure& problem) {
    return problem.error();
  }
}

opened open_postgres(const std::string& url, const open_options& how) {
#ifdef VARVE_HAS_POSTGRES
  postgres::store_options options;
  options.read_only = how.read_only;
  options.create = how.create;
  options.longest_wait = how.longest_wait;
  options.env = how.env;
  try {
    return std::unique_ptr<event_store>(std::make_unique<postgres::event_store>(url, options));
  } catch (const failure& problem) {
    return problem.error();
  }
#else
  static_cast<void>(url);
  static_cast<void>(how);
  return error{errc::unsupported, "this build has no store for PostgreSQL"};
#endif
}

}  // namespace

opened open_store(const store_url& where, const open_options& how) {
  switch (where.what) {
    case store_url::kind::memory: return open_memory(how);
    case store_url::kind::sqlite: return open_sqlite(where.path, how);
    case store_url::kind::postgres: return open_postgres(where.path, how);
  }
  return error{errc::unsupported, "an unknown kind of store"};
}

opened open_store(std::string_view url, const open_options& how) {
  const auto where = store_url::parse(url);
  return where ? open_store(*where, how) : opened{where.error()};
}

}  // namespace varve
