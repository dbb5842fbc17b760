#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/engine/lease_row.hpp>
#include <varve/eventstore/engine/process_stamp.hpp>

#include <map>
#include <mutex>

namespace varve {

/// Leases among the threads of one process: the reference, and for tests. Its clock is the one that judges
/// expiry, and must outlive it. Not to be used after a fork: every call of the child answers `unsupported`.
class memory_leases final : public lease_store {
 public:
  explicit memory_leases(const clock& time = system_clock()) : time_(time) {}

  [[nodiscard]] result<lease> acquire(std::string_view name, std::string_view owner,
                                      std::chrono::nanoseconds term) override;
  [[nodiscard]] result<std::vector<std::string>> renew(std::span<const lease> held,
                                                       std::chrono::nanoseconds term) override;
  [[nodiscard]] result<void> release(std::span<const lease> held) override;
  [[nodiscard]] result<std::vector<lease>> list(std::string_view prefix) override;

 private:
  [[nodiscard]] std::chrono::nanoseconds now() const { return time_.steady().time_since_epoch(); }

  const clock& time_;
  const engine::process_stamp process_;
  std::mutex mutex_;
  std::map<std::string, engine::lease_row, std::less<>> rows_;
};

}  // namespace varve
