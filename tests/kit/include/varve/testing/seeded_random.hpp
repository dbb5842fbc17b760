#pragma once

#include <varve/core/random.hpp>

#include <cstdint>
#include <mutex>

namespace varve::testing {

/// The same bytes for the same seed: SplitMix64 (Steele, Lea and Flood, 2014). Thread-safe; not for secrets.
class seeded_random final : public random_source {
 public:
  explicit seeded_random(std::uint64_t seed) : state_(seed) {}

  void fill(std::span<std::byte> bytes) override;
  [[nodiscard]] std::uint64_t next();
  /// A number from 0 to `bound` - 1; `bound` must not be 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::mutex mutex_;
  std::uint64_t state_;
};

}  // namespace varve::testing
