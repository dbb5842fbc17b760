#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/lease_hold.hpp>
#include <varve/eventstore/lease_options.hpp>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace varve {

/// What the runners of a group share: a consumer that is cut into ranges of slices.
class group_work {
 public:
  virtual ~group_work() = default;

  /// The first slices of the ranges as they are now, ascending.
  [[nodiscard]] virtual result<std::vector<std::int64_t>> ranges() = 0;
  /// Works on the range that begins there until told to stop, or until it cannot go on. Called on a thread of
  /// its own, for each range by one at a time.
  [[nodiscard]] virtual std::optional<error> work(std::int64_t slice, const lease_hold& hold,
                                                  const std::stop_token& stop) = 0;
  /// Hears of failures to reach the leases or the ranges, which are tried again.
  virtual void on_trouble(const error&) {}
};

/// A name for a runner that no other has: host and process for those who read it, and randomness.
[[nodiscard]] std::string make_owner(random_source& random);

/// Works on this runner's share of a group until told to stop, on a thread for each range of it. Answers with
/// the failure that ended it earlier, after all its work has ended and its leases were released.
[[nodiscard]] std::optional<error> run_in_group(group_work& what, const std::string& group,
                                                const lease_options& leases, const environment& env,
                                                const std::stop_token& stop);

}  // namespace varve
