#include "postgres_read.hpp"

#include "../stopwatch.hpp"
#include "postgres.hpp"

#include <charconv>
#include <pqxx/pqxx>
#include <stdexcept>

namespace bench::baseline {
namespace {

std::uint64_t touch(const pqxx::field& text) {
  return text.size() == 0 ? 0 : text.size() + static_cast<unsigned char>(*text.c_str());
}

std::int64_t number(const pqxx::field& from) {
  std::int64_t out = 0;
  std::from_chars(from.c_str(), from.c_str() + from.size(), out);
  return out;
}

/// What a page's columns are: numbers, texts or bytes that libpqxx must unescape.
enum class column { number, text, bytes };

std::uint64_t touch(const pqxx::field& what, column kind) {
  switch (kind) {
    case column::number: return static_cast<std::uint64_t>(number(what));
    case column::text: return touch(what);
    case column::bytes: break;
  }
  if (what.is_null()) return 0;
#if PQXX_VERSION_MAJOR >= 7
  const auto bytes = what.as<std::basic_string<std::byte>>();
#else
  const pqxx::binarystring bytes{what};
#endif
  return bytes.size() == 0 ? 0 : bytes.size() + static_cast<std::uint64_t>(*bytes.data());
}

pqxx::result run_prepared(pqxx::nontransaction& on, const char* name, std::int64_t after) {
#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
  return on.exec(pqxx::prepped{name}, pqxx::params{after});
#else
  return on.exec_prepared(name, after);
#endif
}

/// `page` gives rows behind $1, the position first.
sample scan(const std::string& url, const std::string& page, const std::vector<column>& kinds) {
  pqxx::connection server{url};
  server.prepare("page", page);
  pqxx::nontransaction reading{server};
  sample measured;
  std::int64_t last = 0;
  const stopwatch watch;
  for (bool end = false; !end;) {
    const pqxx::result rows = run_prepared(reading, "page", last);
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < kinds.size(); ++i)
        measured.witness += touch(row[static_cast<pqxx::row::size_type>(i)], kinds[i]);
    }
    measured.items += static_cast<std::uint64_t>(rows.size());
    end = rows.empty();
    if (!end) last = number(rows.back()[0]);
  }
  measured.seconds = watch.seconds();
  return measured;
}

}  // namespace

sample scan_by_libpqxx(const std::string& url) {
  using enum column;
  return scan(url,
              "SELECT position, stream, revision, type, data, metadata, time FROM events"
              " WHERE position > $1 ORDER BY position LIMIT 1000",
              {number, number, number, number, text, text, number});
}

sample scan_log_by_libpqxx(const std::string& url) {
  using enum column;
  return scan(url,
              "SELECT position, stream, revision, type, data, metadata, occurred_at, recorded_at, id, digest"
              " FROM varve.events WHERE position > $1 ORDER BY position LIMIT 1000",
              {number, number, number, number, bytes, bytes, number, number, text, bytes});
}

sample look_for_pairs(const std::string& url, std::span<const std::pair<std::string, std::string>> pairs) {
  postgres server{url};
  server.prepare("look",
                 "SELECT x.position FROM varve.tags x WHERE x.tag = $1::text COLLATE \"C\" AND x.position > 0"
                 " AND EXISTS (SELECT FROM varve.tags y WHERE y.tag = $2::text COLLATE \"C\""
                 " AND y.position = x.position) LIMIT 1");
  sample measured{.items = pairs.size()};
  const stopwatch watch;
  for (const auto& [one, other] : pairs) {
    const auto found = server.execute_prepared("look", {one.c_str(), other.c_str()});
    if (PQntuples(found.get()) > 0) throw std::runtime_error(one + " stands beside " + other);
  }
  measured.seconds = watch.seconds();
  return measured;
}

}  // namespace bench::baseline
