#pragma once

#include <varve/core/environment.hpp>
#include <varve/testing/seeded_random.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <string_view>
#include <vector>

namespace varve::testing {

/// Runs tasks on virtual time, one after the other on the calling thread. Which of those that are due at one
/// moment comes first, and whatever else is left to chance, the seed decides: the same seed is the same run.
/// Time passes only from task to task, so nothing may block. Not thread-safe.
class simulation {
 public:
  explicit simulation(std::uint64_t seed);

  /// Clock and randomness of this simulation; lives as long. A wait on the clock throws `std::logic_error`.
  [[nodiscard]] environment env();
  [[nodiscard]] instant now() const { return clock_.now_; }

  /// Once that much time has passed.
  void after(std::chrono::nanoseconds delay, std::function<void()> task);
  /// Runs what is due until that much time has passed; what is due later stays.
  void run_for(std::chrono::nanoseconds time);

  /// True that often in a thousand times.
  [[nodiscard]] bool chance(std::uint64_t in_thousand) { return random_.below(1000) < in_thousand; }
  /// A number from 0 to `bound` - 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  /// A time up to this long.
  [[nodiscard]] std::chrono::nanoseconds up_to(std::chrono::nanoseconds longest);

  /// Takes down that something happened now.
  void note(std::string_view what);
  /// A number that is another one when anything was noted at another time or in another order: two runs of
  /// one seed that differ in it are not the same.
  [[nodiscard]] std::uint64_t trace() const { return trace_; }
  /// How many tasks were run.
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

 private:
  struct virtual_time final : clock {
    [[nodiscard]] timestamp now() const override;
    [[nodiscard]] instant steady() const override { return now_; }
    bool wait(std::unique_lock<std::mutex>&, std::condition_variable&, instant) const override;

    instant now_{std::chrono::hours{1}};
  };
  struct task {
    instant when;
    std::uint64_t lot;  // among those that are due at the same moment
    std::function<void()> run;
  };
  struct later {
    bool operator()(const task& a, const task& b) const;
  };

  seeded_random random_;
  virtual_time clock_;
  std::priority_queue<task, std::vector<task>, later> due_;
  std::uint64_t trace_ = 14695981039346656037U;
  std::uint64_t steps_ = 0;
};

/// A process in a simulation: its tasks run in their turn, later when it is paused, and never when it was
/// killed meanwhile. Refers to the simulation.
class simulated_process {
 public:
  explicit simulated_process(simulation& world) : world_(world), life_(std::make_shared<bool>(true)) {}

  void after(std::chrono::nanoseconds delay, std::function<void()> task);
  /// All that it was going to do is forgotten; what is given to it from now on belongs to its next life.
  void kill() { life_ = std::make_shared<bool>(true); }
  /// Nothing of it runs for this long, as under SIGSTOP.
  void pause(std::chrono::nanoseconds time);
  [[nodiscard]] bool paused() const { return world_.now() < paused_until_; }

 private:
  void run(std::weak_ptr<bool> life, std::function<void()> task);

  simulation& world_;
  std::shared_ptr<bool> life_;
  instant paused_until_{};
};

}  // namespace varve::testing
