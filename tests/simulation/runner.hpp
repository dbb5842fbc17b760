#pragma once

#include <varve/eventstore/consumer.hpp>
#include <varve/eventstore/lease_store.hpp>
#include <varve/testing/simulation.hpp>

#include "faults.hpp"
#include "handlings.hpp"
#include "simulated_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace varve::simulated {

/// What the runners of one consumer share. It is a view when `view` is set, else a subscription.
struct shared_consumer {
  std::string name;
  simulated_view* view = nullptr;
  checkpoint_store* checkpoints = nullptr;
  handlings* handled = nullptr;
  lease_store* leases = nullptr;  ///< none: all run at once, and only the fence keeps them apart
};

/// A process that runs a consumer, is killed and paused, and comes back.
class runner {
 public:
  runner(testing::simulation& world, simulated_log& log, const shared_consumer& what, std::string owner,
         plant defect, fault_counts& faults);

  void start();

 private:
  void begin();
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

  [[nodiscard]] result<checkpoint> take_over();
  [[nodiscard]] result<void> save(const consumer::save& wanted, bool dies);
  [[nodiscard]] std::optional<consumer::refusal> handle(const event_view& event);
  void acquire();
  void renew();
  void die();
  /// Whether a fault came in place of what was to be done.
  bool struck();

  testing::simulation& world_;
  simulated_log& log_;
  shared_consumer what_;
  std::string owner_;
  plant defect_;
  fault_counts& faults_;
  testing::simulated_process process_;

  // of one life
  std::optional<consumer> algorithm_;
  page page_;
  std::vector<position> delivered_;  // and not saved
  std::optional<lease> lease_;
  instant held_until_{};
};

}  // namespace varve::simulated
