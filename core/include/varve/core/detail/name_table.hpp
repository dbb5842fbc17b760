#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

namespace varve::detail {

/// The first eight bytes at `text`, or the `size` that are there.
constexpr std::uint64_t load_bytes(const char* text, std::size_t size = 8) {
  if (size == 8 && std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, 8);
    return word;
  }
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) word |= std::uint64_t{static_cast<std::uint8_t>(text[i])} << (8 * i);
  return word;
}

/// Names that are told apart by their length, first eight and last eight bytes, which is what names differ
/// in.
constexpr std::uint64_t name_hash(std::string_view name, std::uint64_t factor) {
  if (name.size() < 8) return (load_bytes(name.data(), name.size()) + name.size()) * factor;
  const std::uint64_t first = load_bytes(name.data());
  const std::uint64_t last = load_bytes(name.data() + name.size() - 8);
  return (((first * factor) ^ last) + name.size()) * factor;
}

/// Finds one of N names that are known to the compiler, in a few nanoseconds and without memory of its own: a
/// table of at most half load, whose hash is chosen so that as few names as possible share a slot.
template<std::size_t N>
class name_table {
 public:
  constexpr explicit name_table(const std::array<std::string_view, N>& names) : names_(names) {
    std::size_t fewest = N + 1;
    for (std::uint64_t seed = 1; seed <= 64 && fewest != 0; ++seed) {
      const std::uint64_t factor = (seed * 0x9E3779B97F4A7C15U) | 1U;
      if (const std::size_t shared = collisions(factor); shared < fewest) {
        fewest = shared;
        factor_ = factor;
      }
    }
    for (std::size_t i = 0; i < N; ++i) {
      std::size_t at = slot(names_[i], factor_);
      while (slots_[at] != 0) at = (at + 1) % size;
      slots_[at] = static_cast<std::uint16_t>(i + 1);
    }
  }

  [[nodiscard]] constexpr std::optional<std::size_t> find(std::string_view name) const noexcept {
    for (std::size_t at = slot(name, factor_); slots_[at] != 0; at = (at + 1) % size)
      if (names_[slots_[at] - 1U] == name) return slots_[at] - 1U;
    return std::nullopt;
  }

 private:
  static constexpr std::size_t size = std::bit_ceil(2 * N + 2);

  static constexpr std::size_t slot(std::string_view name, std::uint64_t factor) {
    return static_cast<std::size_t>(name_hash(name, factor) >> (64 - std::countr_zero(size)));
  }

  constexpr std::size_t collisions(std::uint64_t factor) const {
    std::array<bool, size> taken{};
    std::size_t shared = 0;
    for (const auto name : names_) {
      bool& slot_taken = taken[slot(name, factor)];
      shared += slot_taken ? 1 : 0;
      slot_taken = true;
    }
    return shared;
  }

  std::array<std::string_view, N> names_;
  std::uint64_t factor_ = 1;
  std::array<std::uint16_t, size> slots_{};
};

}  // namespace varve::detail
