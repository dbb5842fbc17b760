#include "connection.hpp"

#include "sqlite_failure.hpp"
#include "statement.hpp"

#include <utility>

namespace varve::sqlite {
namespace {

int flags_for(access how) {
  constexpr int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;
  switch (how) {
    case access::read_write: return always | SQLITE_OPEN_READWRITE;
    case access::create: return always | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case access::read_only:
    case access::immutable: break;
  }
  return always | SQLITE_OPEN_READONLY;
}

/// A path as a URI, so that no character of it means anything to SQLite.
std::string uri_for(const std::string& path, access how) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '%' && c != '?' && c != '#') {
      uri += c;
    } else {
      uri.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return how == access::immutable ? uri + "?immutable=1" : uri;
}

}  // namespace

connection::connection(const std::string& path, access how, durability level,
                       std::chrono::milliseconds busy) {
  const int opened = sqlite3_open_v2(uri_for(path, how).c_str(), &db_, flags_for(how), nullptr);
  try {
    if (opened != SQLITE_OK) fail(db_, opened, "open " + path);
    configure(how, level, busy);
  } catch (...) {
    sqlite3_close_v2(db_);
    throw;
  }
}

void connection::configure(access how, durability level, std::chrono::milliseconds busy) {
  busy_timeout(busy);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_wal_autocheckpoint(db_, 0);
  execute("PRAGMA mmap_size = 0");
  // Whoever only reads compares the checksum of each row instead: the check costs a ninth of reading a
  // stream.
  if (how == access::read_only || how == access::immutable) return;
  execute("PRAGMA cell_size_check = ON");
  execute(level == durability::power_cut ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

connection::connection(connection&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

connection& connection::operator=(connection&& other) noexcept {
  std::swap(db_, other.db_);
  return *this;
}

connection::~connection() {
  sqlite3_close_v2(db_);
}

std::string connection::path() const {
  return sqlite3_db_filename(db_, "main");
}

/// The answer `wal` comes before the change is committed, which may fail.
void connection::use_write_ahead_log() {
  execute("PRAGMA journal_mode = WAL");
  if (text("PRAGMA journal_mode") == "wal") return;
  throw failure{{errc::unsupported, path() + " cannot keep a write-ahead log, which Varve needs"}};
}

void connection::execute(const char* sql) {
  if (const int rc = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); rc != SQLITE_OK) fail(db_, rc, sql);
}

std::int64_t connection::integer(const char* sql) {
  statement question{*this, sql};
  auto answer = question.run();
  return answer.next() ? answer.integer(0) : 0;
}

std::string connection::text(const char* sql) {
  statement question{*this, sql};
  auto answer = question.run();
  return answer.next() ? std::string(answer.text(0)) : std::string{};
}

void connection::busy_timeout(std::chrono::milliseconds longest) noexcept {
  sqlite3_busy_timeout(db_, static_cast<int>(longest.count()));
}

}  // namespace varve::sqlite
