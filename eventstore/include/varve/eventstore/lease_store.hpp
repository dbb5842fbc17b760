#pragma once

#include <varve/core/result.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve {

/// What is known of a name that one owner at a time may hold. Times are spans on the database's clock at the
/// moment of the answer, never points, so no two clocks are ever compared.
struct lease {
  std::string name;
  std::string owner;                 ///< empty when nobody holds it
  std::int64_t version = 0;          ///< raised whenever it is given; never falls, whatever becomes of it
  std::chrono::nanoseconds held{0};  ///< how long its owner has had it
  std::chrono::nanoseconds left{0};  ///< how long until it runs out

  [[nodiscard]] bool in_force() const { return !owner.empty(); }
  [[nodiscard]] bool is_of(std::string_view who) const { return in_force() && owner == who; }
};

/// The longest term of a lease.
inline constexpr std::chrono::nanoseconds longest_lease = std::chrono::hours{24};

/// Keeps leases: names that one owner at a time may hold, until a time has run out. Whether it has is judged
/// by the clock of what keeps them, never by a caller's. A lease keeps others from beginning the same work;
/// it does not stop who holds it no longer from writing, which is what the version of a checkpoint is for.
/// Names and owners are texts of 1 to 255 bytes as in docs/formats.md, terms from 1 ns to `longest_lease`;
/// anything else is `invalid_argument`. What fails for another reason may have been done or not: ask again.
/// Thread-safe; several processes may share what is behind it.
class lease_store {
 public:
  lease_store() = default;
  lease_store(const lease_store&) = delete;
  lease_store& operator=(const lease_store&) = delete;
  virtual ~lease_store() = default;

  /// Gives the lease to `owner` for `term` unless another holds it, and answers with what stands then: it was
  /// given when that `is_of(owner)`. The version is raised, except for an owner that holds it already: to
  /// that it is given again, as when an answer was lost.
  [[nodiscard]] virtual result<lease> acquire(std::string_view name, std::string_view owner,
                                              std::chrono::nanoseconds term) = 0;

  /// Lets `term` begin anew for each of these that its owner still holds under that version. Answers with the
  /// names of the others, which are left as they are; one that has run out is among them.
  [[nodiscard]] virtual result<std::vector<std::string>> renew(std::span<const lease> held,
                                                               std::chrono::nanoseconds term) = 0;

  /// Gives up those of these that their owner still holds under that version; the others are left as they
  /// are.
  [[nodiscard]] virtual result<void> release(std::span<const lease> held) = 0;

  /// All whose names begin so, in force or not, in the bytewise order of their names.
  [[nodiscard]] virtual result<std::vector<lease>> list(std::string_view prefix) = 0;
};

}  // namespace varve
