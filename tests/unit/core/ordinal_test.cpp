#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using varve::position;
using varve::revision;

TEST(ordinal, of_one_kind_does_not_become_another_or_a_number) {
  static_assert(!std::is_convertible_v<position, revision>);
  static_assert(!std::is_constructible_v<position, revision>);
  static_assert(!std::is_convertible_v<std::int64_t, position>);
  static_assert(!std::is_convertible_v<position, std::int64_t>);
  static_assert(!std::is_invocable_v<std::equal_to<>, position, revision>);
}

TEST(ordinal, counts_and_is_ordered) {
  const position five{5};
  EXPECT_EQ(five.next(), position{6});
  EXPECT_EQ(five.previous(), position{4});
  EXPECT_EQ(five + 3, position{8});
  EXPECT_EQ(position{8} - five, 3);
  EXPECT_LT(five, position::max());
  EXPECT_EQ(position{}.value(), 0);
}

}  // namespace
