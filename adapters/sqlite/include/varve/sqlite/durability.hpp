#pragma once

#include <string_view>

namespace varve::sqlite {

/// What an acknowledged commit survives. Each level is named by the worst of it.
enum class durability {
  power_cut,     ///< kill -9, a crash of the operating system, a power cut: synced before it is acknowledged
  process_crash  ///< kill -9 only: a crash of the system or a power cut takes the last commits back
};

[[nodiscard]] constexpr std::string_view to_string(durability level) {
  return level == durability::power_cut ? "power_cut" : "process_crash";
}

}  // namespace varve::sqlite
