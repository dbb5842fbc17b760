#pragma once

#include <varve/core/time.hpp>

#include <condition_variable>
#include <mutex>

namespace varve {

/// Where time comes from and how it passes. Everything in Varve that reads the time or waits does it through
/// one, so that a test can own both. Implementations are thread-safe.
class clock {
 public:
  virtual ~clock() = default;

  /// Wall-clock time, UTC. May step in either direction.
  [[nodiscard]] virtual timestamp now() const = 0;

  /// Time that never steps back.
  [[nodiscard]] virtual instant steady() const = 0;

  /// Waits on `condition` until it is notified (spuriously too) or `until` has come; false when `until` has
  /// come.
  virtual bool wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
                    instant until) const = 0;
};

/// The machine's clocks. Lives for the whole program.
[[nodiscard]] const clock& system_clock();

}  // namespace varve
