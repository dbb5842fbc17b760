#include "sql_guard.hpp"

#include <string_view>

namespace varve::sqlite {
namespace {

bool is_ours(const char* name) {
  return name != nullptr && sqlite3_strnicmp(name, "varve_", 6) == 0;
}

bool is_allowed(int action, const char* first, const char* second) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE: return true;
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH: return false;
    case SQLITE_PRAGMA: return second == nullptr;
    case SQLITE_ALTER_TABLE: return !is_ours(second);
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TRIGGER: return !is_ours(first) && !is_ours(second);
    default: return !is_ours(first);
  }
}

}  // namespace

sql_guard::sql_guard(const connection& db) {
  sqlite3_set_authorizer(db.handle(), &sql_guard::authorize, this);
}

int sql_guard::authorize(void* self, int action, const char* first, const char* second, const char*,
                         const char*) {
  if (!static_cast<sql_guard*>(self)->on_) return SQLITE_OK;
  return is_allowed(action, first, second) ? SQLITE_OK : SQLITE_DENY;
}

}  // namespace varve::sqlite
