#pragma once

#include <varve/core/environment.hpp>

#include "connection.hpp"
#include "journal.hpp"
#include "write_lock.hpp"

#include <chrono>
#include <mutex>

namespace varve::sqlite {

/// What keeps the writers of a database file apart, in this process and between processes, and carries its
/// write-ahead log over, for whoever writes beside the log's own writer. Refers to the connection that it
/// writes through and to the environment's parts. Throws `failure`.
class locked_file {
 public:
  locked_file(connection& writer, std::chrono::nanoseconds longest_wait, int frames_per_checkpoint,
              environment env);

  /// Waits until nobody else writes; `unavailable` when that takes too long.
  void lock();
  void unlock() noexcept;
  /// Between a commit and `unlock`. Moves what was committed into the file; what readers still look at stays
  /// for the next time.
  void checkpoint_when_due() noexcept;

 private:
  const std::string path_;
  const std::chrono::nanoseconds longest_wait_;
  const int frames_per_checkpoint_;
  environment env_;

  std::mutex writing_;  // held as long as the lock on the side file
  write_lock lock_;
  journal journal_;
  bool distrusts_checkpoints_ = false;
};

}  // namespace varve::sqlite
