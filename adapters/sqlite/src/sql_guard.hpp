#pragma once

#include "connection.hpp"

namespace varve::sqlite {

/// Keeps SQL that is not Varve's own away from what only Varve may touch: transactions, attached files,
/// settings of the connection, and tables named `varve_…`, which in the log's own file hold the log. SQLite
/// asks it whenever it compiles a statement, also one that it compiles again. Must not outlive the
/// connection, nor move.
class sql_guard {
 public:
  explicit sql_guard(const connection& db);
  sql_guard(const sql_guard&) = delete;
  sql_guard& operator=(const sql_guard&) = delete;

  /// Until its end, what is compiled is the user's.
  class scope {
   public:
    explicit scope(sql_guard& guard) : guard_(guard), before_(guard.on_) { guard_.on_ = true; }
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;
    ~scope() { guard_.on_ = before_; }

   private:
    sql_guard& guard_;
    bool before_;
  };

 private:
  static int authorize(void* self, int action, const char* first, const char* second, const char* database,
                       const char* trigger);

  bool on_ = false;
};

}  // namespace varve::sqlite
