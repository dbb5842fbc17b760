#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/token.hpp>

#include <mutex>
#include <vector>

namespace varve::postgres {

struct log_state;

/// What a store has seen of its log, and so whose answers it takes. One that writes takes those of the server
/// that is written. One that only reads takes a standby's too, but none that lacks what it had seen when it
/// asked. Thread-safe.
class seen_log {
 public:
  explicit seen_log(bool only_read) : only_read_(only_read) {}

  /// To be asked before a read is sent.
  [[nodiscard]] token furthest() const;
  /// Throws `standby_server` when the answer to a read, sent when `before` was seen, is not taken.
  void take(const log_state& answer, const token& before);

 private:
  [[nodiscard]] bool lacks(const token& head, const token& before) const;
  void advance(const token& head);

  const bool only_read_;
  mutable std::mutex mutex_;
  token furthest_;
  std::vector<epoch> left_;  // that came before
};

}  // namespace varve::postgres
