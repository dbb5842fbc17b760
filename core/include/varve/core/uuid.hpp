#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace varve {

/// A 128-bit identity, RFC 9562. Compared bytewise, which for version 7 is the order of time. A plain value.
struct uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// Reads the 36-character form, in either case; anything else is nullopt.
  [[nodiscard]] static std::optional<uuid> parse(std::string_view text);

  /// The 36-character form in lower case.
  [[nodiscard]] std::string to_string() const;

  [[nodiscard]] constexpr bool is_nil() const { return *this == uuid{}; }
  [[nodiscard]] constexpr int version() const { return bytes[6] >> 4; }

  friend constexpr bool operator==(const uuid&, const uuid&) = default;
  friend constexpr std::strong_ordering operator<=>(const uuid& a, const uuid& b) {
    if (const auto high = a.number_at(0) <=> b.number_at(0); high != 0) return high;
    return a.number_at(8) <=> b.number_at(8);
  }

 private:
  /// Eight bytes, the first of them the most significant. Spelt out, it is two instructions.
  [[nodiscard]] constexpr std::uint64_t number_at(std::size_t first) const {
    const auto byte = [&](std::size_t i) { return std::uint64_t{bytes[first + i]}; };
    return byte(0) << 56U | byte(1) << 48U | byte(2) << 40U | byte(3) << 32U | byte(4) << 24U |
           byte(5) << 16U | byte(6) << 8U | byte(7);
  }
};

/// The first eight bytes of a well-mixed identity are hash enough; the last eight hold the random part of a
/// version 7.
struct uuid_hash {
  [[nodiscard]] std::size_t operator()(const uuid& id) const noexcept;
};

}  // namespace varve
