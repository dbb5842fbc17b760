#pragma once

#include <varve/core/environment.hpp>
#include <varve/core/position.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace varve::postgres {

/// Tells other processes that the log has grown: after the commit, outside of its transaction, and not
/// oftener than every few milliseconds, for a commit that notifies takes a lock of the whole server.
/// Thread-safe.
class notifier {
 public:
  /// `send` sends a wake-up; what it throws is forgotten, as those who wait look by themselves.
  notifier(const environment& env, std::function<void(position)> send) : env_(env), send_(std::move(send)) {}
  ~notifier() { stop(); }

  /// The head is elsewhere now: behind where it was, or before that when the log has begun another epoch.
  void advance(position head);
  /// Returns when nothing is sent any more.
  void stop() noexcept;

 private:
  void run();

  const environment env_;
  const std::function<void(position)> send_;
  std::mutex mutex_;
  std::condition_variable changed_;
  position head_;
  position sent_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace varve::postgres
