#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace varve {

/// A whole number that cannot be mixed with one of another kind: revisions, positions and counts are
/// different types, with no implicit way in or out. `Tag` only tells the kinds apart.
template<class Tag>
class ordinal {
 public:
  constexpr ordinal() = default;
  constexpr explicit ordinal(std::int64_t value) : value_(value) {}

  [[nodiscard]] constexpr std::int64_t value() const { return value_; }
  [[nodiscard]] constexpr ordinal next() const { return ordinal{value_ + 1}; }
  [[nodiscard]] constexpr ordinal previous() const { return ordinal{value_ - 1}; }

  /// Beyond every number that a log gives out.
  [[nodiscard]] static constexpr ordinal max() { return ordinal{std::numeric_limits<std::int64_t>::max()}; }

  friend constexpr ordinal operator+(ordinal a, std::int64_t n) { return ordinal{a.value_ + n}; }
  friend constexpr std::int64_t operator-(ordinal a, ordinal b) { return a.value_ - b.value_; }
  friend constexpr auto operator<=>(ordinal, ordinal) = default;

 private:
  std::int64_t value_ = 0;
};

}  // namespace varve
