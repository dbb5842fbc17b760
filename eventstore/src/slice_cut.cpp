#include <varve/eventstore/slice_cut.hpp>

#include <algorithm>
#include <bit>
#include <string>

namespace varve {

std::optional<slice_range> range_at(std::int64_t slice, std::span<const slice_checkpoint> all) {
  const auto here = std::ranges::find(all, slice, &slice_checkpoint::slice);
  if (here == all.end()) return std::nullopt;
  const auto next = here + 1;
  return slice_range{slice, next == all.end() ? slice_count - 1 : next->slice - 1};
}

const slice_checkpoint& covering(std::int64_t slice, std::span<const slice_checkpoint> all) {
  return *(std::ranges::upper_bound(all, slice, {}, &slice_checkpoint::slice) - 1);
}

std::vector<slice_split> splits_for(std::span<const slice_checkpoint> all, std::int64_t at_least) {
  std::vector<slice_split> splits;
  for (std::int64_t i = 0; i < at_least; ++i) {
    const std::int64_t first = i * slice_count / at_least;
    if (const auto of = covering(first, all).slice; of != first) splits.push_back({of, first});
  }
  return splits;
}

result<void> check_partitions(std::int64_t partitions) {
  const bool good = partitions >= 1 && partitions <= slice_count &&
                    std::has_single_bit(static_cast<std::uint64_t>(partitions));
  if (good) return {};
  return error{errc::invalid_argument, "a consumer is cut into a power of two of ranges from 1 to " +
                                           std::to_string(slice_count) + ", not into " +
                                           std::to_string(partitions)};
}

}  // namespace varve
