#pragma once

#include "parameters.hpp"
#include "rows.hpp"

#include <libpq-fe.h>
#include <memory>
#include <string>
#include <vector>

namespace varve::postgres {

struct statement {
  std::string sql;
  parameters values = {};
};

/// A connection through libpq, for appends and reads, whose arrays and answers go in binary (docs/adr/0012).
/// Depends on nothing that lives in the server's session, so that a pooler may change it between two calls.
/// Used by one thread at a time.
class session {
 public:
  /// Throws `sql_failure`.
  explicit session(const std::string& conninfo);

  /// Whether the server has hung up, as far as is known without asking it.
  [[nodiscard]] bool alive() const;

  /// Whether it is sound and in no transaction.
  [[nodiscard]] bool idle() const;

  /// One statement, committed when this returns. Throws `sql_failure`: `fate::unknown` when the connection
  /// was lost after the statement was sent, or the commit was durable here but not where it must be too.
  rows run(const statement& what);

  /// Statements that see one snapshot, in one round trip. Throws `sql_failure`.
  std::vector<rows> read(const std::vector<statement>& what);
  rows read(const statement& what);

  /// Whether a pooler stands between: what the server says of this session's process is not what was said
  /// when it was opened.
  [[nodiscard]] bool pooled();

  /// Whether a notification has come. Throws `sql_failure` when the connection is lost.
  [[nodiscard]] bool notified();

  [[nodiscard]] PGconn* get() const { return connection_.get(); }

 private:
  struct finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  void send(const statement& what);
  /// Throws what the server said.
  [[noreturn]] void refuse(const PGresult* answer) const;

  std::unique_ptr<PGconn, finish> connection_;
  bool warned_ = false;
};

}  // namespace varve::postgres
