#pragma once

#include <varve/core/position.hpp>
#include <varve/core/random.hpp>

#include <memory>
#include <string>

namespace varve {

/// A log in memory. It outlives the stores that are opened on it, as a file does, and several may be open at
/// once. Thread-safe.
class memory_log {
 public:
  explicit memory_log(random_source& random = system_random());
  ~memory_log();
  memory_log(const memory_log&) = delete;
  memory_log& operator=(const memory_log&) = delete;

  /// A log that goes on from a place of this one's history under an epoch of its own, as a restore, a
  /// failover, a divergence or a move does (`ancestor::cause`). Throws `failure` (`invalid_argument`) when
  /// `shared` is neither 0 nor the end of a commit.
  [[nodiscard]] std::shared_ptr<memory_log> branch(position shared, std::string cause,
                                                   random_source& random = system_random()) const;

 private:
  friend class memory_store;
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve
