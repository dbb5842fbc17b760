#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace varve::testing {

/// A PostgreSQL server of a test's own: in a private folder, on loopback and a socket in that folder, run by
/// an ordinary user (`nobody` when the test is root), everybody trusted. It ends with the test, also when
/// that is killed, and leaves nothing behind. Settings are initdb's, so a commit is synced to disk. Used by
/// one thread at a time. Every member throws `std::runtime_error` with the server's own words.
class postgres_server {
 public:
  /// Settings of postgresql.conf, by name; a later one of a name wins.
  using settings = std::vector<std::pair<std::string, std::string>>;

  /// Why no server can be started on this machine, for a test to be skipped with; nullopt when one can.
  [[nodiscard]] static std::optional<std::string> missing();

  /// Starts a server with an empty database cluster.
  explicit postgres_server(const settings& with = {});
  postgres_server(postgres_server&&) noexcept;
  ~postgres_server();

  /// Copies a running server, with pg_basebackup, to one that follows it and is only read until
  /// `SELECT pg_promote()`.
  [[nodiscard]] static postgres_server standby_of(const postgres_server& primary);

  /// Starts what was stopped or killed, on the same port, and waits until it takes connections.
  void start();
  /// Ends sessions, writes a checkpoint and stops.
  void stop();
  /// Stops as `pg_ctl stop -m immediate` does: the next start recovers.
  void stop_immediately();
  /// Sends SIGKILL to every process of the server, and waits until none is left.
  void kill();
  [[nodiscard]] bool running() const;
  /// The number of the process that the others come from.
  [[nodiscard]] int process() const;

  /// Takes effect at the next `start`, or `reload` where the setting allows.
  void configure(std::string_view name, std::string_view value);
  void reload();

  void create_database(std::string_view name, std::string_view owner = administrator);
  /// A role that may log in; `attributes` as in CREATE ROLE.
  void create_role(std::string_view name, std::string_view attributes = {});
  /// Runs statements as the administrator; answers with the rows, a line each, columns apart by `|`.
  std::string execute(std::string_view sql, std::string_view database = "postgres");
  /// The same as whoever, and where, a URL says: through a pool as well.
  static std::string execute_at(const std::string& url, std::string_view sql);

  /// `postgres://user@127.0.0.1:port/database`.
  [[nodiscard]] std::string url(std::string_view database = "postgres",
                                std::string_view user = administrator) const;
  [[nodiscard]] std::uint16_t port() const;
  /// Holds `data`, the socket and `log`.
  [[nodiscard]] const std::filesystem::path& folder() const;
  /// What the server wrote to its log.
  [[nodiscard]] std::string log() const;

  static constexpr std::string_view administrator = "postgres";

 private:
  struct state;
  explicit postgres_server(std::unique_ptr<state> made);
  /// On a port that nobody else takes.
  void begin();

  std::unique_ptr<state> state_;
};

}  // namespace varve::testing
