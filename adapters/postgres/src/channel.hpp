#pragma once

#include <string>

namespace varve::postgres {

/// Where a log's wake-ups are sent.
[[nodiscard]] inline std::string channel_of(const std::string& log) {
  return "varve_" + log;
}

}  // namespace varve::postgres
