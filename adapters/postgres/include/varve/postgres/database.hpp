#pragma once

#include <varve/postgres/transaction.hpp>
#include <varve/projections/read_model.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace varve::postgres {

/// What a committed transaction of a read model survives, named by the worst of it.
enum class durability {
  power_cut,    ///< as the server is set up for commits that wait for its disk: `synchronous_commit = on`
  client_crash  ///< a crash of the server takes the last commits back: `synchronous_commit = off`
};

struct database_options {
  /// Where the tables stand; made when it is missing and the role may.
  std::string schema = "public";
  /// A read model that loses its last commits is still whole, and its projections do them again.
  postgres::durability durability = postgres::durability::power_cut;
  /// How long a transaction waits for others that write; then it is `unavailable`. One that does nothing for
  /// as long is ended by the server, so that a process which is paused does not hold the others up.
  std::chrono::milliseconds longest_wait = std::chrono::seconds{30};
  /// How long a switch of generations waits for those who read the views; others who want to read wait behind
  /// it. Then it is `unavailable`, and what was built stays for the next try.
  std::chrono::milliseconds longest_switch = std::chrono::seconds{2};
  /// Makes and writes nothing: for a look at what stands there, also on a replica, which is `unavailable` to
  /// others. A schema without read models is `not_found`; `begin_write` is `read_only`.
  bool read_only = false;
};

/// A schema of a PostgreSQL database (15 or newer) for read models: tables of the projections, their
/// checkpoints and their generations, for any number of processes, also through a pooler in transaction mode.
/// One transaction writes at a time. Readers of the plain names need no more than SELECT on them. What
/// PostgreSQL adds to the rules of read models stands in docs/reference/projections.md, "On PostgreSQL".
///
/// Connections are opened when they are needed and kept. Thread-safe. Must outlive what was begun on it.
/// Throws `failure`, `unavailable` while the server is away. Not to be used after a fork: `begin_write`,
/// `begin_read` and the `commit` of what was begun before are `unsupported` in the child, and whatever ends
/// there leaves everything to the parent.
class database final : public read_model {
 public:
  using transaction = postgres::transaction;

  /// `url` is what libpq takes: `postgres://user@host:port/database`.
  explicit database(const std::string& url, database_options how = {});
  ~database() override;

  /// Runs `work(transaction&)` in a transaction that is committed when it returns and rolled back when it
  /// throws; answers with what it returns. For tables of the application's own beside the projections'.
  template<class F>
  decltype(auto) write(F&& work) {
    const auto begun = begin_write();
    if constexpr (std::is_void_v<std::invoke_result_t<F, transaction&>>) {
      std::forward<F>(work)(transaction_of(*begun));
      begun->commit();
    } else {
      auto answer = std::forward<F>(work)(transaction_of(*begun));
      begun->commit();
      return answer;
    }
  }

  /// Runs `work(transaction&)` on what is committed now; writing is refused. Copy out what must live longer.
  template<class F>
  decltype(auto) read(F&& work) {
    const auto begun = begin_read();
    return std::forward<F>(work)(transaction_of(*begun));
  }

  [[nodiscard]] std::unique_ptr<read_model_session> begin_write() override;
  [[nodiscard]] std::unique_ptr<read_model_session> begin_read() override;
  /// Never: appends do not wait for read models here.
  [[nodiscard]] bool shares_a_log() const override { return false; }

  /// The SQL side of a session that this class began.
  [[nodiscard]] static transaction& transaction_of(read_model_session& begun);

 private:
  class pool;
  std::unique_ptr<pool> pool_;
};

}  // namespace varve::postgres
