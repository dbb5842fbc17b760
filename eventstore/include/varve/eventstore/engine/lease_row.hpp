#pragma once

#include <varve/eventstore/lease_store.hpp>

namespace varve::engine {

/// What is stored of a lease, and the rules by which it changes hands, for stores that apply them themselves
/// while nobody else writes. Times are counted from any fixed point of the store's clock.
struct lease_row {
  std::string owner;  ///< empty: nobody
  std::int64_t version = 0;
  std::chrono::nanoseconds acquired{0};
  std::chrono::nanoseconds expires{0};

  [[nodiscard]] bool in_force(std::chrono::nanoseconds now) const { return !owner.empty() && now < expires; }
  [[nodiscard]] bool is_held(const lease& as, std::chrono::nanoseconds now) const {
    return in_force(now) && owner == as.owner && version == as.version;
  }

  void acquire(std::string_view by, std::chrono::nanoseconds now, std::chrono::nanoseconds term);
  /// False when it is not held so.
  [[nodiscard]] bool renew(const lease& as, std::chrono::nanoseconds now, std::chrono::nanoseconds term);
  [[nodiscard]] bool release(const lease& as, std::chrono::nanoseconds now);

  [[nodiscard]] lease seen(std::string_view name, std::chrono::nanoseconds now) const;
};

/// Whether a lease may be asked for with these.
[[nodiscard]] result<void> check_lease(std::string_view name, std::string_view owner,
                                       std::chrono::nanoseconds term);
[[nodiscard]] result<void> check_term(std::chrono::nanoseconds term);

}  // namespace varve::engine
