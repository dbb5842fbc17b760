#pragma once

#include <cstdint>
#include <string_view>

namespace varve {

/// Keys are spread over this many slices (docs/formats.md).
inline constexpr std::int64_t slice_count = 1024;

/// The slice that a key belongs to, the same for ever and everywhere.
[[nodiscard]] std::int64_t slice_of(std::string_view key);

/// The slices from `first` to `last`, both included: all of them unless said otherwise.
struct slice_range {
  std::int64_t first = 0;
  std::int64_t last = slice_count - 1;

  [[nodiscard]] bool holds(std::int64_t slice) const { return first <= slice && slice <= last; }
  [[nodiscard]] bool holds_all() const { return first == 0 && last == slice_count - 1; }

  friend bool operator==(const slice_range&, const slice_range&) = default;
};

}  // namespace varve
