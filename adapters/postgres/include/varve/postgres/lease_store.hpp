#pragma once

#include <varve/eventstore/lease_store.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace varve::postgres {

struct lease_store_options {
  /// How long a call waits for others that change the same leases; then it is `unavailable`.
  std::chrono::milliseconds longest_wait = std::chrono::seconds{5};
};

/// Leases beside a log in PostgreSQL, which must be there already, judged by the clock of the server, also
/// through a pooler in transaction mode. Each call is a transaction on one connection, which is opened anew
/// when it was lost. Not to be used after a fork: every call of the child answers `unsupported`, and its
/// destructor there leaves everything to the parent.
class lease_store final : public varve::lease_store {
 public:
  /// `url` as for the log: `postgres://user@host:port/database?log=NAME`. Throws `failure`, `not_found` where
  /// there is no log, or one that was made before leases were and that its owner has not opened since.
  explicit lease_store(std::string_view url, lease_store_options how = {});
  ~lease_store() override;

  [[nodiscard]] result<lease> acquire(std::string_view name, std::string_view owner,
                                      std::chrono::nanoseconds term) override;
  [[nodiscard]] result<std::vector<std::string>> renew(std::span<const lease> held,
                                                       std::chrono::nanoseconds term) override;
  [[nodiscard]] result<void> release(std::span<const lease> held) override;
  [[nodiscard]] result<std::vector<lease>> list(std::string_view prefix) override;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::postgres
