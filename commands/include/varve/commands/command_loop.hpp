#pragma once

#include <varve/commands/handle_algorithm.hpp>
#include <varve/core/environment.hpp>
#include <varve/eventstore/event_store.hpp>

#include <cstddef>
#include <memory>

namespace varve {

/// A handle in flight: the algorithm with what it works on, and whom to tell at the end.
class command_operation {
 public:
  virtual ~command_operation() = default;
  [[nodiscard]] virtual handle_algorithm& algorithm() = 0;
  [[nodiscard]] virtual event_store& store() = 0;
  /// Must not throw. May submit.
  virtual void finish(result<handled_all> answer) = 0;
};

/// Handles many commands at once from one thread: while one append waits for the disk, others are loaded and
/// decided, and the store commits together what waits together. Commands to one stream are handled one after
/// another in the order given, those to different streams overtake each other. It belongs to one thread,
/// which must not be a thread of the store; loading happens on it, and so do the calls that tell an answer.
class command_loop {
 public:
  /// What `env` refers to must outlive it, and so must the stores of the commands that it is given. No more
  /// than `most_in_flight` commands are taken at once.
  explicit command_loop(std::size_t most_in_flight = 256, environment env = {});
  /// Waits until all that is in flight has ended.
  ~command_loop();
  command_loop(const command_loop&) = delete;
  command_loop& operator=(const command_loop&) = delete;

  /// Takes a handle; first finishes others when too many are in flight (not when called while an answer is
  /// told). `command_handler::handle` with a loop is the way to call it.
  void submit(std::unique_ptr<command_operation> operation);

  /// Takes up what the store has answered and whose pauses are over, without waiting.
  void poll();
  /// Waits until nothing is in flight.
  void drain();
  [[nodiscard]] std::size_t in_flight() const;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve
