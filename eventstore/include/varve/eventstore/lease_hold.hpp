#pragma once

#include <varve/core/time.hpp>

#include <atomic>

namespace varve {

/// Until when a runner may take it for granted that its leases have not run out: counted on its own steady
/// clock from before it asked, so never later than the database says. Thread-safe.
class lease_hold {
 public:
  void extend(instant until) { until_ = until.time_since_epoch().count(); }
  [[nodiscard]] bool holds(instant now) const { return now.time_since_epoch().count() < until_; }

 private:
  std::atomic<instant::rep> until_{instant::min().time_since_epoch().count()};
};

}  // namespace varve
