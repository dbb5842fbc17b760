#include <varve/eventstore/slice.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

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

}  // namespace
}  // namespace varve
