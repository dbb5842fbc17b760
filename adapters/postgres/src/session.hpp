#pragma once

#include <varve/postgres/sql_failure.hpp>

#include "parameters.hpp"
#include "patience.hpp"
#include "rows.hpp"

#include <libpq-fe.h>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace varve::postgres {

struct statement {
  std::string sql;
  parameters values = {};
  /// Under which it is prepared when it comes for the second time, where no pooler stands between; one name
  /// always means the same text. Empty: it is not worth it.
  std::string name = {};
  /// When set, the server keeps the answer under this name, which nobody else uses, until all is committed:
  /// of an answer that may not fit between here and there some is sent while locks are held, and waits for a
  /// client that does not read.
  std::string kept_as = {};
};

/// A connection through libpq, for appends and reads, whose arrays and answers go in binary (docs/adr/0012).
/// Depends on nothing that lives in the server's session but on prepared statements, and on none of those
/// when a pooler stands between, so that it may change the session between two calls.
/// Used by one thread at a time.
class session {
 public:
  /// Throws `sql_failure`.
  explicit session(const std::string& conninfo, const patience& how_long = {});

  /// From now on: a call throws `sql_failure` with `timeout` when that is over before its answer has come,
  /// and the session is of no more use then, unless nothing was sent yet.
  void be_patient(const patience& how_long);

  /// Whether the server has hung up, as far as is known without asking it.
  [[nodiscard]] bool alive() const;

  /// Whether the server was in recovery when this was opened.
  [[nodiscard]] bool opened_on_standby() const { return opened_on_standby_; }

  /// It leads where it should not: it is never idle again, so that nobody keeps it.
  void give_up() { given_up_ = true; }
  [[nodiscard]] bool given_up() const { return given_up_; }

  /// Whether it is sound, not given up and in no transaction.
  [[nodiscard]] bool idle() const;

  /// One statement, committed when this returns. Throws `sql_failure`: `fate::unknown` when the connection
  /// was lost after the statement was sent, or the commit was durable here but not where it must be too.
  rows run(const statement& what);

  /// Statements that see one snapshot, in one round trip. Throws `sql_failure`.
  std::vector<rows> read(const std::vector<statement>& what);
  rows read(const statement& what);

  /// Whether a pooler stands between: what the server says of this session's process is not what was said
  /// when it was opened.
  [[nodiscard]] bool pooled() const { return pooled_; }

  /// Whether a notification has come. Throws `sql_failure` when the connection is lost.
  [[nodiscard]] bool notified();

  [[nodiscard]] PGconn* get() const { return connection_.get(); }

 private:
  struct finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  /// Sends it as the server knows it, in a pipeline or not.
  void send(const statement& what);
  void prepare(const statement& what);
  [[nodiscard]] rows run_once(const statement& what);
  [[nodiscard]] rows run_and_keep(const statement& what);
  [[nodiscard]] std::vector<rows> read_once(const std::vector<statement>& what);
  /// Whether what failed would not have without prepared statements; then they are given up.
  [[nodiscard]] bool spoiled_by_preparing(const sql_failure& problem);
  /// What the server has answered to a pipeline.
  struct piped {
    std::vector<rows> answers;
    rows problem;
    bool failed = false;
    bool committed = false;
  };
  void begin_pipeline();
  /// Throws `lost` when the server does not come to its end.
  [[nodiscard]] piped end_pipeline();
  /// Throws when a commit that has just been answered may not be as durable as it must be.
  void check_warnings() const;
  /// As PQgetResult does, but waits no longer than is waited.
  [[nodiscard]] PGresult* next_result();
  /// Throws when what is waited for cannot come in time any more.
  void check_patience() const;
  /// Along indexes, and on the server not much longer than is waited for here.
  [[nodiscard]] statement settings() const;
  /// Whether the server is in recovery; false where it cannot be asked in between.
  [[nodiscard]] bool is_standby();
  /// Throws what the server said, or `standby_server`, given up then.
  [[noreturn]] void refuse(const PGresult* answer);

  std::unique_ptr<PGconn, finish> connection_;
  patience patience_;
  bool warned_ = false;
  bool pooled_ = false;
  bool opened_on_standby_ = false;
  bool given_up_ = false;
  bool prepares_ = false;
  std::unordered_set<std::string> met_;
  std::unordered_set<std::string> prepared_;
};

}  // namespace varve::postgres
