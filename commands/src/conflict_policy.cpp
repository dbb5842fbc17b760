#include <varve/commands/conflict_policy.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace varve {

std::chrono::nanoseconds pause_before(int attempt, const retry_policy& policy, random_source& random) {
  std::int64_t bound = std::max<std::int64_t>(0, policy.first_pause.count());
  const std::int64_t longest = std::max<std::int64_t>(0, policy.longest_pause.count());
  for (int i = 2; i < attempt && bound < longest; ++i) bound *= 2;
  bound = std::min(bound, longest);

  std::array<std::byte, 8> bytes{};
  random.fill(bytes);
  std::uint64_t drawn = 0;
  std::memcpy(&drawn, bytes.data(), bytes.size());
  return std::chrono::nanoseconds{static_cast<std::int64_t>(drawn % (static_cast<std::uint64_t>(bound) + 1))};
}

}  // namespace varve
