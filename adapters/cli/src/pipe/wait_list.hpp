#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/event_store.hpp>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace varve::cli::pipe {

/// Any number of waits for a log to grow, on two threads: one follows the log, one the clock. Thread-safe.
class wait_list {
 public:
  /// Called once, on one of the two threads: it must be quick.
  using callback = std::function<void()>;

  /// Refers to the log, which must be closed before this ends, and to the clock.
  wait_list(event_store& log, const clock& time);
  ~wait_list();

  /// `due` is called as soon as an event stands behind `after`, or when `deadline` has come.
  void add(position after, instant deadline, callback due);
  /// All that wait are due now, and so is whatever still comes.
  void end();

 private:
  struct entry {
    position after;
    callback due;
  };
  using entries = std::multimap<instant, entry>;  // by deadline

  void follow_log();
  void follow_clock();
  /// Calls those of which `is_due(deadline, entry)` is true, without the lock.
  template<class IsDue>
  void call(std::unique_lock<std::mutex>& lock, const IsDue& is_due);

  event_store& log_;
  const clock& clock_;
  std::mutex mutex_;
  std::condition_variable for_log_;
  std::condition_variable for_clock_;
  entries waiting_;
  position seen_;  // the log was seen to reach this far
  bool ended_ = false;
  bool closing_ = false;
  std::thread follows_log_;
  std::thread follows_clock_;
};

}  // namespace varve::cli::pipe
