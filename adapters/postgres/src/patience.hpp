#pragma once

#include <varve/core/clock.hpp>

#include <chrono>

namespace varve::postgres {

/// How long a server's answer is waited for: until a deadline by the store's clock, and for some time of the
/// machine's at least, since a server answers in that.
class patience {
 public:
  /// Without end.
  patience() = default;
  /// `time` must outlive this. `least` counts from now.
  patience(instant deadline, const clock& time, std::chrono::nanoseconds least = {});

  [[nodiscard]] bool endless() const { return deadline_ == never; }
  [[nodiscard]] bool over() const { return left().count() == 0; }
  /// Rounded up.
  [[nodiscard]] std::chrono::milliseconds left() const;

  /// Until a socket is ready for what `poll` calls `events`, or broken; false when it is over before.
  [[nodiscard]] bool await(int socket, short events) const;

 private:
  instant deadline_ = never;
  const clock* time_ = nullptr;
  instant not_before_{};  // by the machine's clock
};

}  // namespace varve::postgres
