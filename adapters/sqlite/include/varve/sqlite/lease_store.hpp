#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/lease_store.hpp>
#include <varve/sqlite/durability.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace varve::sqlite {

struct lease_store_options {
  /// What a lease that was given survives. One that is forgotten costs a hand-over, no more.
  sqlite::durability durability = sqlite::durability::power_cut;
  /// How long a call waits for others that write to the file; then it is `unavailable`.
  std::chrono::nanoseconds longest_wait = std::chrono::seconds{30};
  bool allow_network_file_system = false;
  /// Frames (pages of 4 KiB) in the write-ahead log, more than at the last checkpoint, that call for the
  /// next.
  int frames_per_checkpoint = 1'000;
};

/// Leases in a log's file, which must be there already (or in the file of a read model), for the processes of
/// one machine: their clock is CLOCK_BOOTTIME, which no setting of the time moves, and what was held when the
/// machine was started anew has run out. Each call is a transaction under the file's lock. Not to be used
/// after a fork: every call of the child answers `unsupported`, and its destructor there leaves everything to
/// the parent.
class lease_store final : public varve::lease_store {
 public:
  /// Throws `failure`: `not_found`, `unsupported` (a network file system, no database), `unavailable`.
  explicit lease_store(const std::string& path, lease_store_options how = {}, environment env = {});
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

}  // namespace varve::sqlite
