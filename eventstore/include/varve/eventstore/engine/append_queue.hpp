#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>
#include <varve/eventstore/event_store.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace varve::engine {

/// One append on its way through the writer. The commit function fills `outcome`.
struct pending_append {
  prepared_append append;
  append_outcome outcome;
};

/// Group commit: hands all that waits to one writer at a time, which commits it in one transaction, so that a
/// lone append costs one sync and a thousand concurrent ones share it. Thread-safe.
class append_queue {
 public:
  /// Commits a group and fills in every outcome; when it returns they are durable. Called by one thread at a
  /// time: the queue's own, or a blocking caller's while nobody else is writing. Must not throw.
  using commit_function = std::function<void(std::span<pending_append* const> group)>;

  /// Called by the writer between groups and when it has nothing to do: work that must not run beside a
  /// commit. Answers whether there is more of it.
  using idle_function = std::function<bool()>;

  struct limits {
    std::size_t most_waiting = 10'000;  ///< appends; more are `unavailable`, or wait when they block
    std::size_t most_waiting_bytes = std::size_t{64} << 20U;
    std::size_t most_events_in_group = 10'000;  ///< a group has at least one append
    std::size_t most_bytes_in_group = std::size_t{16} << 20U;
    std::chrono::microseconds gather{300};  ///< wait at most this long for others that are known to be active
  };

  append_queue(commit_function commit, idle_function idle, limits bounds, environment env);
  ~append_queue();

  /// Never blocks; `done` is called once, by the queue's thread.
  void submit(prepared_append append, append_callback done);
  /// Waits for room (to the append's deadline) and for the outcome.
  [[nodiscard]] append_outcome submit_and_wait(prepared_append append);
  /// Refuses what comes from now on, finishes or refuses what waits, and returns when all is answered.
  /// Idempotent.
  void close(closing how);

  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t waiting_bytes() const;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::engine
