#include <varve/url/store_url.hpp>

#include <algorithm>

namespace varve {
namespace {

error refused(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

#ifdef VARVE_HAS_POSTGRES
constexpr std::string_view known_urls = "sqlite:PATH, postgres://user@host:port/database?log=NAME or memory:";
#else
constexpr std::string_view known_urls = "sqlite:PATH or memory:";
#endif

bool is_scheme(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

result<store_url> parse_memory(std::string_view rest) {
  if (!rest.empty()) return refused("a log in memory has no name: the URL is 'memory:' and no more");
  return store_url{store_url::kind::memory};
}

result<store_url> parse_sqlite(std::string_view path) {
  if (path.empty()) return refused("the URL lacks the path of a file: sqlite:PATH");
  if (path == ":memory:") return refused("a log in memory is 'memory:'");
  if (path.find('\0') != std::string_view::npos) return refused("a path holds no zero byte");
  if (path.starts_with("//") && !path.starts_with("///"))
    return refused(
        "sqlite: takes a path behind its colon, sqlite:shop.db or sqlite:/var/lib/shop.db, not a "
        "host behind two slashes");
  return store_url{store_url::kind::sqlite, std::string(path)};
}

#ifdef VARVE_HAS_POSTGRES
result<store_url> parse_postgres(std::string_view whole, std::string_view rest) {
  if (!rest.starts_with("//"))
    return refused("a log in PostgreSQL is postgres://user@host:port/database?log=NAME");
  return store_url{store_url::kind::postgres, std::string(whole)};
}
#endif

}  // namespace

result<store_url> store_url::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view scheme = text.substr(0, colon);
  if (colon == std::string_view::npos || !is_scheme(scheme))
    return refused("a store is named by a URL: " + std::string(known_urls));
  const std::string_view rest = text.substr(colon + 1);
  if (scheme == "memory") return parse_memory(rest);
  if (scheme == "sqlite") return parse_sqlite(rest);
#ifdef VARVE_HAS_POSTGRES
  if (scheme == "postgres" || scheme == "postgresql") return parse_postgres(text, rest);
#endif
  return error{errc::unsupported, "there is no store of the kind '" + std::string(scheme) +
                                      ":' in this build; it has " + std::string(known_urls)};
}

std::string store_url::to_string() const {
  switch (what) {
    case kind::memory: return "memory:";
    case kind::sqlite: return "sqlite:" + path;
    case kind::postgres: break;
  }
  return path;
}

}  // namespace varve
