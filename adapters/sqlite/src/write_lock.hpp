#pragma once

#include <varve/core/clock.hpp>

#include <string>

namespace varve::sqlite {

/// The lock on the side file `PATH-lock` that every writer of a database file holds from before BEGIN
/// IMMEDIATE until COMMIT or ROLLBACK has returned, and every checkpoint throughout; never taken inside a
/// transaction. It belongs to this object (an open-file-description lock), so that two objects exclude each
/// other within one process too, and dies with the process. Used by one thread at a time. Throws `failure`.
class write_lock {
 public:
  /// Opens or makes the side file. `database` is the path that `connection::path` gives.
  explicit write_lock(const std::string& database);
  write_lock(const write_lock&) = delete;
  write_lock& operator=(const write_lock&) = delete;
  ~write_lock();

  [[nodiscard]] bool try_lock();
  /// Tries until `deadline` has come on `time`; false when it has.
  [[nodiscard]] bool lock_until(const clock& time, instant deadline);
  void unlock() noexcept;
  [[nodiscard]] bool held() const { return held_; }

 private:
  std::string path_;
  int file_ = -1;
  bool held_ = false;
};

/// Gives a lock back at the end of a scope.
class unlock_at_end {
 public:
  explicit unlock_at_end(write_lock& lock) : lock_(lock) {}
  unlock_at_end(const unlock_at_end&) = delete;
  unlock_at_end& operator=(const unlock_at_end&) = delete;
  ~unlock_at_end() { lock_.unlock(); }

 private:
  write_lock& lock_;
};

}  // namespace varve::sqlite
