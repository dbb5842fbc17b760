#pragma once

#include <cstddef>
#include <span>

namespace varve {

/// Where randomness comes from: ids, epochs, jitter of back-off. Implementations are thread-safe.
class random_source {
 public:
  virtual ~random_source() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;
};

/// The kernel's randomness, buffered per thread and never shared across a fork. Lives for the whole program.
[[nodiscard]] random_source& system_random();

}  // namespace varve
