#include "session.hpp"

#include <varve/postgres/sql_failure.hpp>

#include "classify.hpp"
#include "open_connection.hpp"
#include "standby_server.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace varve::postgres {
namespace {

constexpr int binary = 1;

/// Pages are read along indexes. Left alone, the planner takes a table that was never analysed for small, and
/// sorts all that is left of a log for each page; and it compiles what it takes for dear.
constexpr const char* along_indexes =
    "SELECT set_config(name, 'off', true) FROM unnest(ARRAY['enable_seqscan', 'enable_bitmapscan', "
    "'enable_sort', "
    "'enable_hashjoin', 'enable_mergejoin', 'jit']) name";

/// A role's own limit stays when it is tighter.
constexpr const char* also_in_time =
    " UNION ALL SELECT set_config('statement_timeout', $1, true) "
    "WHERE current_setting('statement_timeout') = '0' "
    "OR current_setting('statement_timeout')::interval > $1::interval";

/// A statement was ended: by its time-out, or by somebody.
constexpr std::string_view query_canceled = "57014";

/// What the server refuses before it has done anything: a prepared statement that is not there, that is there
/// already, or whose answer has other columns now. Somebody else has the session between two calls, or the
/// log has changed.
constexpr std::array<std::string_view, 3> of_preparing{"26000", "42P05", "0A000"};

std::string_view field_of(const PGresult* notice, int field) {
  const char* const text = PQresultErrorField(notice, field);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

/// Warnings of the server while a commit waits for a standby say that it stands here only. They have no
/// SQLSTATE of their own and are translated, but say where they come from. Any other says nothing of the
/// commit: that transaction numbers run out, for one, comes with every append from then on.
void note_warning(void* seen, const PGresult* notice) {
  const std::string_view file = field_of(notice, PG_DIAG_SOURCE_FILE);
  const std::string_view function = field_of(notice, PG_DIAG_SOURCE_FUNCTION);
  const bool of_waiting = file.empty() || file == "syncrep.c" || function.starts_with("SyncRep");
  if (of_waiting && field_of(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING")
    *static_cast<bool*>(seen) = true;
}

sql_failure lost(const PGconn* connection) {
  return {
      {errc::unavailable, "the connection to PostgreSQL was lost: " + one_line(PQerrorMessage(connection))},
      fate::unknown,
      ""};
}

}  // namespace

session::session(const std::string& conninfo, const patience& how_long)
    : connection_(open_connection(conninfo, how_long)) {
  be_patient(how_long);
  PQsetNoticeReceiver(connection_.get(), note_warning, &warned_);
  try {
    const rows server = run({"SELECT pg_backend_pid(), pg_is_in_recovery()"});
    pooled_ = server.integer(0, 0) != PQbackendPID(connection_.get());
    opened_on_standby_ = server.boolean(0, 1);
    prepares_ = !pooled_;
  } catch (const sql_failure& problem) {  // nothing was asked for yet that could be in doubt
    throw sql_failure{problem.error(), fate::transient, problem.sqlstate()};
  }
}

void session::be_patient(const patience& how_long) {
  patience_ = how_long;
  PQsetnonblocking(connection_.get(), how_long.endless() ? 0 : 1);  // nor is it waited long to send
}

void session::check_patience() const {
  if (patience_.over()) throw too_late();
}

PGresult* session::next_result() {
  PGconn* const connection = connection_.get();
  while (!patience_.endless()) {
    const int unsent = PQflush(connection);
    if (unsent < 0) throw lost(connection);
    if (PQisBusy(connection) == 0) break;
    const auto either = static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN);
    if (!patience_.await(PQsocket(connection), either)) throw too_late();
    if (PQconsumeInput(connection) == 0) throw lost(connection);
  }
  return PQgetResult(connection);
}

statement session::settings() const {
  if (patience_.endless()) return {along_indexes, {}, "along_indexes"};
  constexpr std::chrono::milliseconds longest{std::numeric_limits<std::int32_t>::max()};
  const auto left = std::clamp(patience_.left(), std::chrono::milliseconds{1}, longest);
  return {std::string(along_indexes) + also_in_time, parameters::of(std::to_string(left.count()) + "ms"),
          "along_indexes_in_time"};
}

bool session::alive() const {
  if (PQstatus(connection_.get()) != CONNECTION_OK) return false;
  pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
  return ::poll(&socket, 1, 0) <= 0;  // what comes unasked is the server's farewell
}

bool session::notified() {
  if (PQconsumeInput(connection_.get()) == 0) throw lost(connection_.get());
  bool some = false;
  while (PGnotify* const one = PQnotifies(connection_.get())) {
    PQfreemem(one);
    some = true;
  }
  return some;
}

bool session::idle() const {
  return !given_up_ && PQstatus(connection_.get()) == CONNECTION_OK &&
         PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF &&
         PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

void session::prepare(const statement& what) {
  if (!prepared_.insert(what.name).second) return;
  const int count = what.values.size();
  const auto* const types = what.values.types().data();
  if (PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF) {
    const rows answer{PQprepare(connection_.get(), what.name.c_str(), what.sql.c_str(), count, types)};
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw unreachable(connection_.get());
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) refuse(answer.get());
  } else if (PQsendPrepare(connection_.get(), what.name.c_str(), what.sql.c_str(), count, types) == 0) {
    throw lost(connection_.get());
  }
}

void session::send(const statement& what) {
  const auto values = what.values.values();
  const auto* const lengths = what.values.lengths().data();
  const auto* const formats = what.values.formats().data();
  const int count = what.values.size();
  int sent = 0;
  if (prepares_ && !what.name.empty() && !met_.insert(what.name).second) {
    prepare(what);
    sent = PQsendQueryPrepared(connection_.get(), what.name.c_str(), count, values.data(), lengths, formats,
                               binary);
  } else {
    sent = PQsendQueryParams(connection_.get(), what.sql.c_str(), count, what.values.types().data(),
                             values.data(), lengths, formats, binary);
  }
  if (sent == 0) throw lost(connection_.get());
}

bool session::spoiled_by_preparing(const sql_failure& problem) {
  if (!prepares_ || prepared_.empty()) return false;
  if (std::ranges::find(of_preparing, problem.sqlstate()) == of_preparing.end()) return false;
  prepares_ = false;
  return true;
}

rows session::run(const statement& what) {
  if (!what.kept_as.empty()) return run_and_keep(what);
  try {
    return run_once(what);
  } catch (const sql_failure& problem) {
    if (!spoiled_by_preparing(problem)) throw;
    return run_once(what);
  }
}

std::vector<rows> session::read(const std::vector<statement>& what) {
  try {
    return read_once(what);
  } catch (const sql_failure& problem) {
    if (problem.sqlstate() == query_canceled) check_patience();
    if (!spoiled_by_preparing(problem)) throw;
    static_cast<void>(run_once({"ROLLBACK"}));  // what was to end the transaction was skipped
    return read_once(what);
  }
}

bool session::is_standby() {
  if (PQpipelineStatus(connection_.get()) != PQ_PIPELINE_OFF) return false;
  if (PQsendQuery(connection_.get(), "SELECT pg_catalog.pg_is_in_recovery()") == 0) return false;
  bool said_so = false;
  while (PGresult* const next = next_result()) {
    const rows answer{next};
    if (PQresultStatus(next) == PGRES_TUPLES_OK) said_so = answer.bytes(0, 0) == "t";
  }
  return said_so;
}

void session::refuse(const PGresult* answer) {
  const char* const state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  if (state == nullptr || PQstatus(connection_.get()) != CONNECTION_OK) throw lost(connection_.get());
  if (may_say_standby(state) && is_standby()) {
    give_up();
    throw standby_server{};
  }
  throw sql_failure{
      {to_errc(state), "PostgreSQL refused: " + why_refused(answer) + " (SQLSTATE " + state + ")"},
      fate_of(state),
      state};
}

rows session::run_once(const statement& what) {
  warned_ = false;
  check_patience();
  send(what);
  rows out;
  rows problem;
  bool failed = false;
  // The commit is only known when the server is ready again, which is when there is no further answer.
  while (PGresult* const next = next_result()) {
    rows held{next};
    const auto status = PQresultStatus(next);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
      out = std::move(held);
    } else if (!std::exchange(failed, true)) {
      problem = std::move(held);
    }
  }
  if (failed) refuse(problem.get());
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw lost(connection_.get());
  check_warnings();
  return out;
}

/// The cursor's statement is run to its end by COMMIT, under the locks that it takes; FETCH comes behind.
rows session::run_and_keep(const statement& what) {
  const std::string cursor = '"' + what.kept_as + '"';
  warned_ = false;
  begin_pipeline();
  send({"BEGIN"});
  send({"DECLARE " + cursor + " NO SCROLL CURSOR WITH HOLD FOR " + what.sql, what.values});
  send({"COMMIT"});
  send({"FETCH ALL FROM " + cursor});
  send({"CLOSE " + cursor});
  piped got = end_pipeline();
  if (got.failed && got.committed)
    throw sql_failure{{errc::unavailable, "PostgreSQL committed, but not its answer: " +
                                              one_line(PQresultErrorMessage(got.problem.get()))},
                      fate::unknown,
                      ""};
  if (got.failed) {
    if (PQtransactionStatus(connection_.get()) == PQTRANS_INERROR) static_cast<void>(run_once({"ROLLBACK"}));
    refuse(got.problem.get());
  }
  check_warnings();
  return std::move(got.answers.front());
}

void session::check_warnings() const {
  if (warned_)
    throw sql_failure{{errc::unavailable, "PostgreSQL committed, and warned that a standby may lack it"},
                      fate::unknown,
                      ""};
}

void session::begin_pipeline() {
  check_patience();
  if (PQenterPipelineMode(connection_.get()) == 0) throw lost(connection_.get());
}

session::piped session::end_pipeline() {
  PGconn* const connection = connection_.get();
  if (PQpipelineSync(connection) == 0) throw lost(connection);
  piped out;
  bool synced = false;
  while (!synced && PQstatus(connection) == CONNECTION_OK) {
    PGresult* const next = next_result();
    if (next == nullptr) continue;  // ends the answers of one statement
    rows held{next};
    switch (PQresultStatus(next)) {
      case PGRES_PIPELINE_SYNC: synced = true; break;
      case PGRES_TUPLES_OK: out.answers.push_back(std::move(held)); break;
      case PGRES_COMMAND_OK:
        if (std::string_view{PQcmdStatus(next)} == "COMMIT") out.committed = true;
        break;
      case PGRES_PIPELINE_ABORTED: break;
      default:
        if (!std::exchange(out.failed, true)) out.problem = std::move(held);
    }
  }
  if (synced && PQexitPipelineMode(connection) == 0) throw lost(connection);
  if (!synced && !out.failed) throw lost(connection);
  return out;
}

std::vector<rows> session::read_once(const std::vector<statement>& what) {
  begin_pipeline();
  send({"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}, "begin"});
  send(settings());
  for (const auto& one : what) send(one);
  send({"COMMIT", {}, "commit"});
  piped got = end_pipeline();
  if (got.failed) refuse(got.problem.get());
  got.answers.erase(got.answers.begin());  // what the settings answered
  return std::move(got.answers);
}

rows session::read(const statement& what) {
  return std::move(read(std::vector{what}).front());
}

}  // namespace varve::postgres
