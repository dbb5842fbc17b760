#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/random.hpp>
#include <varve/core/uuid.hpp>

#include <mutex>

namespace varve {

/// An event's identity: unique for the life of the log, so that a repeated append is known again.
/// Ids that Varve makes begin with a time, which keeps the index that guards their uniqueness fast;
/// any UUID is accepted.
struct event_id {
  uuid value;

  [[nodiscard]] static std::optional<event_id> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const { return value.to_string(); }
  friend constexpr auto operator<=>(const event_id&, const event_id&) = default;
};

/// Makes version 7 ids (RFC 9562, method 3: 12 bits of fraction of the millisecond), each greater than the
/// one before even when the clock stands still or steps back. Thread-safe. Refers to its clock and
/// randomness, which must outlive it.
class event_id_generator {
 public:
  event_id_generator(const clock& time, random_source& random) : clock_(time), random_(random) {}

  [[nodiscard]] event_id next();

 private:
  const clock& clock_;
  random_source& random_;
  std::mutex mutex_;
  std::uint64_t last_ = 0;  // milliseconds * 4096 + fraction
};

}  // namespace varve
