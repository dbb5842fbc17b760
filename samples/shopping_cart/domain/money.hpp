#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shop {

/// An exact amount of money with three decimals: whole thousandths in an int64, never binary floating point.
/// Arithmetic that would leave the range throws std::overflow_error. On disk it is its thousandths.
class money {
 public:
  constexpr money() = default;
  [[nodiscard]] static constexpr money of_thousandths(std::int64_t amount) { return money{amount}; }

  /// Reads `2.55`, `-11062.06` or `8`; nothing when it is anything else, or finer than a thousandth.
  [[nodiscard]] static std::optional<money> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t thousandths() const { return thousandths_; }
  /// Always with three decimals: `2.550`.
  [[nodiscard]] std::string to_string() const;

  money& operator+=(money other);
  [[nodiscard]] friend money operator+(money left, money right) { return left += right; }
  friend money operator*(std::int64_t quantity, money price);
  friend constexpr auto operator<=>(money, money) = default;

  [[nodiscard]] std::int64_t save_minimal(const auto&) const { return thousandths_; }
  void load_minimal(const auto&, const std::int64_t& amount) { thousandths_ = amount; }

 private:
  constexpr explicit money(std::int64_t amount) : thousandths_(amount) {}

  std::int64_t thousandths_ = 0;
};

}  // namespace shop
