#include <varve/projections/projection_status.hpp>

namespace varve {

std::string_view to_string(projection_state state) {
  switch (state) {
    case projection_state::idle: return "idle";
    case projection_state::catching_up: return "catching_up";
    case projection_state::live: return "live";
    case projection_state::backing_off: return "backing_off";
    case projection_state::failed: return "failed";
  }
  return "idle";
}

double rebuild_progress::rate() const {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  return seconds > 0 ? static_cast<double>(events) / seconds : 0;
}

std::chrono::nanoseconds rebuild_progress::remaining() const {
  const auto done = static_cast<double>(at - began);
  const auto left = static_cast<double>(head - at);
  if (done <= 0 || left <= 0) return {};
  return std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed * (left / done));
}

}  // namespace varve
