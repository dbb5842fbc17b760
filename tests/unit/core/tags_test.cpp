#include <varve/core/tags.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using varve::errc;
using varve::tags;
using varve::tags_view;

using list = std::vector<std::string_view>;

list listed(tags_view some) {
  return {some.begin(), some.end()};
}

TEST(tags, keep_their_order_each_once) {
  tags some{"b", "a"};
  EXPECT_TRUE(some.add("b"));
  EXPECT_TRUE(some.add("c"));
  EXPECT_EQ(listed(some.view()), (list{"b", "a", "c"}));
  EXPECT_EQ(some.size(), 3U);
  EXPECT_TRUE(some.contains("c"));
  EXPECT_FALSE(some.contains("d"));
}

TEST(tags, are_packed_as_their_length_and_bytes) {
  EXPECT_EQ((tags{"sku:7", "a"}).packed(),
            "\x05sku:7\x01"
            "a");
  EXPECT_EQ(tags{}.packed(), "");
  EXPECT_TRUE(tags{}.empty());
  const std::string longest(255, 'x');
  const tags one{longest};
  EXPECT_EQ(one.packed(), "\xff" + longest);
  EXPECT_EQ(listed(one.view()), list{longest});
}

TEST(tags, are_names_and_at_most_64) {
  tags some;
  for (int i = 0; i < 64; ++i) EXPECT_TRUE(some.add(std::to_string(i)));
  EXPECT_TRUE(some.add("5")) << "it is there already";
  const auto one_more = some.add("64");
  ASSERT_FALSE(one_more);
  EXPECT_EQ(one_more.error().code, errc::invalid_argument);
  EXPECT_EQ(some.size(), 64U);
  EXPECT_FALSE(tags{}.add(""));
  EXPECT_FALSE(tags{}.add(std::string(256, 'x')));
  EXPECT_FALSE(tags{}.add("\xff"));
  EXPECT_THROW((tags{"a", ""}), varve::failure);
}

TEST(tags, packed_by_others_are_checked) {
  EXPECT_TRUE(tags_view::is_packed(""));
  EXPECT_TRUE(
      tags_view::is_packed("\x01"
                           "a\x02"
                           "bc"));
  EXPECT_FALSE(
      tags_view::is_packed("\x02"
                           "a"))
      << "cut off";
  EXPECT_FALSE(tags_view::is_packed(std::string_view("\x00", 1))) << "an empty tag";
  EXPECT_FALSE(tags_view::is_packed("\x01")) << "nothing follows";
  std::string many;
  for (int i = 0; i < 64; ++i)
    many +=
        "\x01"
        "a";
  EXPECT_TRUE(tags_view::is_packed(many));
  EXPECT_FALSE(tags_view::is_packed(many + "\x01"
                                           "a"))
      << "65 of them";
}

}  // namespace
