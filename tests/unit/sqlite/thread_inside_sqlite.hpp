#pragma once

#include <sqlite3.h>

namespace varve::testing {

/// As long as it stands, what another thread that runs SQLite holds for moments: the lock under which SQLite
/// asks for memory and gives it back. A child of a fork never gets it.
class thread_inside_sqlite {
 public:
  thread_inside_sqlite() { sqlite3_mutex_enter(memory_); }
  thread_inside_sqlite(const thread_inside_sqlite&) = delete;
  thread_inside_sqlite& operator=(const thread_inside_sqlite&) = delete;
  ~thread_inside_sqlite() { sqlite3_mutex_leave(memory_); }

 private:
  sqlite3_mutex* const memory_ = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_MEM);
};

}  // namespace varve::testing
