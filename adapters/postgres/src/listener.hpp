#pragma once

#include <varve/core/environment.hpp>

#include "address.hpp"
#include "session.hpp"

#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

namespace varve::postgres {

/// Hears that a log has grown, on a connection of its own that goes past any pooler. What it hears is a hint:
/// it may come late, twice or never. Thread-safe.
class listener {
 public:
  /// `heard` is called for each wake-up, and once when listening has begun, for what came before; `listening`
  /// when it begins and ends. Both on the listener's thread.
  listener(const address& where, const environment& env, std::function<void()> heard,
           std::function<void(bool)> listening);
  ~listener() { stop(); }

  /// Begins to listen, unless it was begun or stopped before.
  void start();
  /// Returns when nothing is called any more.
  void stop() noexcept;

 private:
  void run();
  /// Until the connection is lost or `stop` was called.
  void listen(session& through);
  /// False when `stop` was called.
  [[nodiscard]] bool rest(std::chrono::milliseconds pause) const;

  const address where_;
  const environment env_;
  const std::function<void()> heard_;
  const std::function<void(bool)> listening_;
  int stopping_;  // an eventfd: readable once `stop` was called
  std::mutex mutex_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace varve::postgres
