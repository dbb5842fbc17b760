#pragma once

#include <varve/core/environment.hpp>

namespace varve::engine {

/// Gives append times that never fall along positions, and says so in the log when the clock has jumped
/// back. Used by one writer at a time.
class append_time {
 public:
  explicit append_time(environment env) : env_(env) {}

  /// The later of now and `last`, the append time of the log's last event.
  [[nodiscard]] timestamp next(timestamp last);

 private:
  environment env_;
  bool behind_ = false;
};

}  // namespace varve::engine
