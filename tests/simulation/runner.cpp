#include "runner.hpp"

namespace varve::simulated {

void runner::begin() {
  worker_.reset();
  lease_.reset();
  leases_ != nullptr ? acquire() : work();
}

void runner::acquire() {
  const instant asked = around_.world.now();
  auto given = leases_->acquire(to_.whose().consumer, owner_, lease_term).value();
  if (!given.is_of(owner_)) return process_.after(lease_term / 3, [this] { acquire(); });
  lease_ = std::move(given);
  held_until_ = asked + lease_term;
  process_.after(lease_term / 3, [this] { renew(); });
  work();
}

void runner::renew() {
  const instant asked = around_.world.now();
  const auto lost = leases_->renew({&*lease_, 1}, lease_term).value();
  if (!lost.empty()) {
    ++around_.faults.lost_leases;
    return die();
  }
  held_until_ = asked + lease_term;
  process_.after(lease_term / 3, [this] { renew(); });
}

void runner::work() {
  worker_.emplace(
      around_, *this, to_, [this] { return leases_ != nullptr ? held_until_ : never; },
      [this](const std::optional<error>&) { die(); });
  worker_->begin();
}

}  // namespace varve::simulated
