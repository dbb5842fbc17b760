#include "sqlite_failure.hpp"

#include <new>
#include <string>

namespace varve::sqlite {
namespace {

std::string_view hint(int result_code) {
  switch (result_code & 0xFF) {
    case SQLITE_BUSY: return "; another program holds the file: try again";
    case SQLITE_FULL: return "; the disk is full: make room and try again";
    case SQLITE_CORRUPT: return "; the file is damaged: run `varve verify` and restore a backup";
    case SQLITE_NOTADB: return "; this is not a database of SQLite";
    case SQLITE_READONLY: return "; the file or its folder cannot be written";
    case SQLITE_AUTH: return "; transactions, settings and tables named `varve_…` are Varve's own";
    case SQLITE_CANTOPEN: return "; the file or its folder is missing or may not be opened";
    default: return "";
  }
}

/// A connection tells of its last call, and a step of a copy is none.
const char* said_of(sqlite3* db, int result_code) {
  const bool own = db != nullptr && (sqlite3_errcode(db) & 0xFF) == (result_code & 0xFF);
  return own ? sqlite3_errmsg(db) : sqlite3_errstr(result_code);
}

}  // namespace

errc to_errc(int result_code) noexcept {
  switch (result_code & 0xFF) {
    case SQLITE_CORRUPT: return errc::corrupt;
    case SQLITE_NOTADB: return errc::unsupported;
    case SQLITE_READONLY: return errc::read_only;
    case SQLITE_TOOBIG: return errc::too_large;
    case SQLITE_ERROR:
    case SQLITE_AUTH:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_MISUSE: return errc::invalid_argument;
    default: return errc::unavailable;
  }
}

void fail(sqlite3* db, int result_code, std::string_view doing) {
  if ((result_code & 0xFF) == SQLITE_NOMEM) throw std::bad_alloc{};
  std::string message = "cannot ";
  message.append(doing).append(": ");
  message.append(said_of(db, result_code));
  message.append(" (SQLite ").append(std::to_string(result_code)).append(")").append(hint(result_code));
  throw sqlite_failure{{to_errc(result_code), std::move(message)}, result_code};
}

}  // namespace varve::sqlite
