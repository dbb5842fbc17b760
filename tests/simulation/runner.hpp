#pragma once

#include <varve/eventstore/lease_store.hpp>

#include "mortal.hpp"
#include "worker.hpp"

#include <optional>
#include <string>

namespace varve::simulated {

/// A process that runs one consumer whole: as long as it holds the lease, where there is one; else whenever
/// it lives, and only the fence keeps it from others.
class runner final : public mortal {
 public:
  /// `leases` may be null.
  runner(surroundings around, receiver& to, lease_store* leases, std::string owner)
      : mortal(around), to_(to), leases_(leases), owner_(std::move(owner)) {}

 private:
  void begin() override;
  void acquire();
  void renew();
  void work();

  receiver& to_;
  lease_store* leases_;
  std::string owner_;

  // of one life
  std::optional<worker> worker_;
  std::optional<lease> lease_;
  instant held_until_{};
};

}  // namespace varve::simulated
