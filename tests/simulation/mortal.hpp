#pragma once

#include "surroundings.hpp"

#include <chrono>

namespace varve::simulated {

inline constexpr std::chrono::milliseconds lease_term{300};

/// A process that is killed and paused, also for longer than a lease, and comes back.
class mortal {
 public:
  explicit mortal(surroundings around) : around_(around), process_(around.world) {}
  mortal(const mortal&) = delete;
  mortal& operator=(const mortal&) = delete;
  virtual ~mortal() = default;

  void start() {
    process_.after(around_.world.up_to(std::chrono::milliseconds{20}), [this] { begin(); });
  }
  /// All it knew is gone; it comes back.
  void die() {
    ++deaths_;
    process_.kill();
    start();
  }
  /// Pauses it or kills it, now and then; whether it was killed.
  bool struck() {
    if (around_.faults.quiet) return false;
    const auto chance = around_.world.below(1000);
    if (chance < 8) {
      ++around_.faults.pauses;
      process_.pause(around_.world.up_to(3 * lease_term));
    } else if (chance < 16) {
      ++around_.faults.kills;
      die();
      return true;
    }
    return false;
  }
  testing::simulated_process& process() { return process_; }
  [[nodiscard]] int deaths() const { return deaths_; }

 protected:
  /// A new life begins: with nothing.
  virtual void begin() = 0;

  surroundings around_;
  testing::simulated_process process_;

 private:
  int deaths_ = 0;
};

}  // namespace varve::simulated
