#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/engine/append_writer.hpp>
#include <varve/eventstore/event_store.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace varve::engine {

/// Bounds of an append queue.
struct append_queue_limits {
  std::size_t most_waiting = 10'000;  ///< appends; more are `unavailable`, or wait when they block
  std::size_t most_waiting_bytes = std::size_t{64} << 20U;
  std::size_t most_events_in_group = 10'000;  ///< a group has at least one append
  std::size_t most_bytes_in_group = std::size_t{16} << 20U;
  /// Wait at most this long, and no longer than half of the last commit took, for callers that were active a
  /// moment ago: in a closed loop they would otherwise fall into two halves with a commit each.
  std::chrono::nanoseconds gather = std::chrono::microseconds{300};
  /// How long a writer that is not ready may keep the queue from looking at deadlines and closing.
  std::chrono::nanoseconds patience = std::chrono::milliseconds{20};
};

/// Group commit: hands all that waits to one writer at a time, which commits it in one transaction, so that a
/// lone append costs one sync and a thousand concurrent ones share it. Appends are judged in the order in
/// which they entered. Thread-safe.
///
/// Deadlines are judged until the writer takes an append: a blocking caller leaves at its deadline, the
/// others are answered `timeout` when the writer next looks at them.
class append_queue {
 public:
  /// `store` labels the measurements. `writer` must outlive the queue.
  append_queue(std::string store, append_writer& writer, append_queue_limits bounds, environment env);
  /// Closes with `closing::finish`.
  ~append_queue();

  /// Never blocks; `done` is called once, by the queue's thread.
  void submit(prepared_append append, append_callback done);
  /// Waits for room (to the append's deadline) and for the outcome. From the queue's own thread, that is from
  /// a callback, it would wait for itself: `invalid_argument`.
  [[nodiscard]] append_outcome submit_and_wait(prepared_append append);
  /// Has `done` called by the queue's thread with an outcome that needs no writer.
  void answer(append_outcome outcome, append_callback done);
  /// Runs `job` on the queue's thread between two groups, when nobody else is inside the writer, and waits
  /// for it; `job` must not throw. False: the queue is closing, or it is called from a callback; nothing was
  /// run.
  [[nodiscard]] bool run(const std::function<void()>& job);
  /// Refuses what comes from now on, finishes or refuses what waits, and returns when all is answered and
  /// every callback has returned: the writer is not entered again. From a callback it returns at once, with
  /// false. Idempotent.
  bool close(closing how);

  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::size_t waiting_bytes() const;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::engine
