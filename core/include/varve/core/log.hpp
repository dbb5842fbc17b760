#pragma once

#include <string_view>

namespace varve {

enum class log_level { debug, info, warning, error };

/// Receives one line per change of life: opened, caught up, stalled, rebuilt n events in s. Never an event's
/// payload. Called from any thread, possibly under a store's lock: it must be quick, must not throw and must
/// not call back.
class log_sink {
 public:
  virtual ~log_sink() = default;
  virtual void write(log_level level, std::string_view line) noexcept = 0;
};

/// Drops every line. The default: a library is silent until told otherwise.
[[nodiscard]] log_sink& no_log();

}  // namespace varve
