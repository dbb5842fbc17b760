#pragma once

#include <varve/core/environment.hpp>
#include <varve/projections/read_model.hpp>
#include <varve/sqlite/durability.hpp>
#include <varve/sqlite/transaction.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace varve::sqlite {

struct database_options {
  /// What a committed transaction survives. A read model that loses its last commits is still whole, and its
  /// projections do them again.
  sqlite::durability durability = sqlite::durability::power_cut;
  /// How long a transaction waits for others that write, in this process or another; then it is
  /// `unavailable`.
  std::chrono::nanoseconds longest_wait = std::chrono::seconds{30};
  bool allow_network_file_system = false;
  /// Makes and writes nothing: for a look at what stands there. A file that is not there, or holds no read
  /// models, is `not_found`; `begin_write` is `read_only`.
  bool read_only = false;
  /// Frames (pages of 4 KiB) in the write-ahead log, more than at the last checkpoint, that call for the
  /// next.
  int frames_per_checkpoint = 1'000;
};

/// A database file for read models: their own, or the log's (then open the store first). It holds the tables
/// of the projections, their checkpoints and their generations. Everything that writes to the file takes the
/// lock on `PATH-lock` first, so several processes and a log may share it; other programs may read it.
/// Thread-safe. Must outlive what was begun on it. Throws `failure`. Not to be used after a fork:
/// `begin_write`, `begin_read` and the `commit` of what was begun before are `unsupported` in the child, and
/// whatever ends there leaves everything to the parent.
class database final : public read_model {
 public:
  using transaction = sqlite::transaction;

  /// Opens the file, or makes it. Refused: a network file system, a file that is not a database.
  explicit database(const std::string& path, database_options how = {}, environment env = {});
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
  [[nodiscard]] bool shares_a_log() const override;

  /// The SQL side of a session that this class began.
  [[nodiscard]] static transaction& transaction_of(read_model_session& begun);

  [[nodiscard]] const std::string& path() const;

 private:
  class file;
  std::unique_ptr<file> file_;
};

}  // namespace varve::sqlite
