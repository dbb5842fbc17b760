#pragma once

#include <varve/testing/postgres_server.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace varve::testing {

/// A pgbouncer in transaction mode in front of a test's server, under the same rules: a transaction may run
/// on any of a few sessions, so nothing that belongs to a session outlives one. Every role of the server may
/// pass.
class pgbouncer {
 public:
  /// Why none can be started on this machine; nullopt when one can.
  [[nodiscard]] static std::optional<std::string> missing();

  /// `with` are settings of the section [pgbouncer].
  explicit pgbouncer(const postgres_server& behind, const postgres_server::settings& with = {});
  ~pgbouncer();

  /// From now on to another server, as after a failover: clients stay connected. Returns when it does so.
  void lead_to(const postgres_server& other);

  [[nodiscard]] std::string url(std::string_view database = "postgres",
                                std::string_view user = postgres_server::administrator) const;
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace varve::testing
