#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string_view>

namespace bench {

/// Seeded random numbers that are the same with every compiler and standard library: the engine's output is
/// fixed by the standard, its distributions are not, so a plain remainder is taken instead.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }

  /// A number from 0 to `bound` - 1.
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }

  /// A number from `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }

  std::string_view one_of(std::span<const std::string_view> words) {
    return words[static_cast<std::size_t>(below(words.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace bench
