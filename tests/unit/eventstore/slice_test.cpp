#include <varve/eventstore/slice.hpp>
#include <varve/eventstore/slice_cut.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

namespace varve {
namespace {

using namespace std::string_view_literals;

TEST(slice_of, a_key_is_what_the_formats_page_says) {
  EXPECT_EQ(slice_of(""), 0);
  EXPECT_EQ(slice_of("DE"), 426);
  EXPECT_EQ(slice_of("order-1"), 108);
  EXPECT_EQ(slice_of("cart-42"), 753);
  EXPECT_EQ(slice_of("na\xC3\xAFve-\xC3\xA9"), 184);
  EXPECT_EQ(slice_of("\x2A\0\0\0\0\0\0\0"sv), 391);
}

TEST(slice_of, keys_that_are_counted_is_spread_evenly) {
  std::array<int, 16> parts{};
  for (int i = 0; i < 20'000; ++i)
    ++parts[static_cast<std::size_t>(slice_of("cart-" + std::to_string(i)) * 16 / slice_count)];
  EXPECT_GT(*std::ranges::min_element(parts), 1'200);
  EXPECT_LT(*std::ranges::max_element(parts), 1'300);
}

TEST(slice_range, holds_its_ends_and_everything_unless_said_otherwise) {
  EXPECT_TRUE((slice_range{10, 20}.holds(10)));
  EXPECT_TRUE((slice_range{10, 20}.holds(20)));
  EXPECT_FALSE((slice_range{10, 20}.holds(21)));
  EXPECT_TRUE(slice_range{}.holds_all());
  EXPECT_FALSE((slice_range{0, 511}.holds_all()));
}

std::vector<slice_checkpoint> ranges_from(std::initializer_list<std::int64_t> firsts) {
  std::vector<slice_checkpoint> all;
  for (const auto first : firsts) all.push_back({first, {}});
  return all;
}

TEST(range_at, ends_before_the_next_range_or_at_the_last_slice) {
  const auto all = ranges_from({0, 256, 512});
  EXPECT_EQ(range_at(0, all), (slice_range{0, 255}));
  EXPECT_EQ(range_at(512, all), (slice_range{512, 1023}));
  EXPECT_EQ(range_at(300, all), std::nullopt);
}

TEST(covering, finds_the_range_that_holds_a_slice) {
  const auto all = ranges_from({0, 256, 512});
  EXPECT_EQ(covering(0, all).slice, 0);
  EXPECT_EQ(covering(255, all).slice, 0);
  EXPECT_EQ(covering(256, all).slice, 256);
  EXPECT_EQ(covering(1023, all).slice, 512);
}

TEST(splits_for, a_finer_cut_splits_what_stands_and_nothing_twice) {
  EXPECT_EQ(splits_for(ranges_from({0}), 1), std::vector<slice_split>{});
  EXPECT_EQ(splits_for(ranges_from({0}), 4), (std::vector<slice_split>{{0, 256}, {0, 512}, {0, 768}}));
  EXPECT_EQ(splits_for(ranges_from({0, 512}), 4), (std::vector<slice_split>{{0, 256}, {512, 768}}));
  EXPECT_EQ(splits_for(ranges_from({0, 128, 256, 384, 512, 640, 768, 896}), 4), std::vector<slice_split>{});
}

}  // namespace
}  // namespace varve
