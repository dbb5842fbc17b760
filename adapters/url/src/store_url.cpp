#include <varve/url/store_url.hpp>

#include <algorithm>

namespace varve {
namespace {

error refused(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

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

}  // namespace

result<store_url> store_url::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view scheme = text.substr(0, colon);
  if (colon == std::string_view::npos || !is_scheme(scheme))
    return refused("a store is named by a URL, sqlite:PATH or memory:");
  const std::string_view rest = text.substr(colon + 1);
  if (scheme == "memory") return parse_memory(rest);
  if (scheme == "sqlite") return parse_sqlite(rest);
  return error{errc::unsupported, "there is no store of the kind '" + std::string(scheme) +
                                      ":' in this build; it has sqlite:PATH "
                                      "and memory:"};
}

std::string store_url::to_string() const {
  return what == kind::memory ? "memory:" : "sqlite:" + path;
}

}  // namespace varve
