#pragma once

#include <varve/eventstore/checkpoint.hpp>
#include <varve/eventstore/slice.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace varve {

/// The range that begins at `slice`, among all of its consumer; nullopt when none does.
[[nodiscard]] std::optional<slice_range> range_at(std::int64_t slice, std::span<const slice_checkpoint> all);

/// The one whose range holds `slice`, among all of its consumer, of which there is one.
[[nodiscard]] const slice_checkpoint& covering(std::int64_t slice, std::span<const slice_checkpoint> all);

/// A new range that begins at `at` and is split from the one that begins at `of`.
struct slice_split {
  std::int64_t of = 0;
  std::int64_t at = 0;

  friend bool operator==(const slice_split&, const slice_split&) = default;
};

/// What to split so that there are at least so many equal ranges, ascending. There is one that begins at 0.
[[nodiscard]] std::vector<slice_split> splits_for(std::span<const slice_checkpoint> all,
                                                  std::int64_t at_least);

/// Whether slices may be cut into so many ranges: a power of two from 1 to `slice_count`.
[[nodiscard]] result<void> check_partitions(std::int64_t partitions);

}  // namespace varve
