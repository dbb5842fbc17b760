#pragma once

#include <varve/eventstore/consumer.hpp>

#include "mortal.hpp"
#include "receiver.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace varve::simulated {

/// Runs one consumer in a process.
class worker {
 public:
  using ending = std::function<void(const std::optional<error>&)>;

  /// `until` is when it may not take over any more, for want of a lease.
  worker(surroundings around, mortal& within, receiver& to, std::function<instant()> until, ending ended);

  void begin() { go(algorithm_.start(consumer::goal::stop)); }
  /// It saves what it has and ends.
  void stop() { algorithm_.stop(); }

 private:
  void go(consumer::step next);
  void perform(const consumer::take_over&);
  void perform(const consumer::compare& wanted);
  void perform(const consumer::read& wanted);
  void perform(const consumer::deliver& wanted);
  void perform(const consumer::look_up& wanted);
  void perform(const consumer::save& wanted);
  void perform(const consumer::wait& wanted);
  void perform(const consumer::back_off& wanted);
  void perform(const consumer::done& end);
  [[nodiscard]] std::optional<consumer::refusal> handle(const event_view& event);

  surroundings around_;
  mortal& within_;
  receiver& to_;
  std::function<instant()> until_;
  ending ended_;
  consumer algorithm_;
  page page_;
  std::vector<position> delivered_;  // and not saved
};

}  // namespace varve::simulated
