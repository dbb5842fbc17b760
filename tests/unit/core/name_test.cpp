#include <varve/core/name.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using varve::is_name;

static_assert(is_name("cart-42"), "names are checked at compile time where they are known then");

TEST(name, has_1_to_255_bytes) {
  EXPECT_FALSE(is_name(""));
  EXPECT_TRUE(is_name("a"));
  EXPECT_TRUE(is_name(std::string(255, 'a')));
  EXPECT_FALSE(is_name(std::string(256, 'a')));
  EXPECT_TRUE(is_name(std::string(85 * 3, 'a').replace(0, 3, "€")));
}

TEST(name, has_no_control_characters) {
  for (int c = 0; c < 0x20; ++c) EXPECT_FALSE(is_name(std::string("a") + static_cast<char>(c))) << c;
  EXPECT_FALSE(is_name("\x7f"));
  for (int c = 0x80; c < 0xA0; ++c) EXPECT_FALSE(is_name(std::string("\xc2") + static_cast<char>(c))) << c;
  EXPECT_TRUE(is_name("\xc2\xa0")) << "U+00A0 is no control character";
  EXPECT_TRUE(is_name(" ~"));
}

TEST(name, is_valid_utf8) {
  EXPECT_TRUE(is_name("zwölf € 𝄞"));
  EXPECT_TRUE(is_name("\xef\xbf\xbf")) << "U+FFFF";
  EXPECT_TRUE(is_name("\xf4\x8f\xbf\xbf")) << "U+10FFFF";
  for (const char* bad :
       {"\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xc3(", "\xe2\x28\xa1"})
    EXPECT_FALSE(is_name(bad)) << bad;
}

TEST(name, is_compared_bytewise_and_never_normalised) {
  EXPECT_TRUE(is_name("e\xcc\x81"));
  EXPECT_NE(std::string_view("e\xcc\x81"), std::string_view("é"));
}

TEST(name, that_begins_with_a_dollar_is_reserved) {
  EXPECT_TRUE(varve::is_reserved("$streams"));
  EXPECT_TRUE(varve::is_reserved("$"));
  EXPECT_FALSE(varve::is_reserved("a$"));
  EXPECT_FALSE(varve::is_reserved(""));
}

TEST(name, of_a_stream_has_its_category_before_the_first_dash) {
  EXPECT_EQ(varve::category_of("cart-42"), "cart");
  EXPECT_EQ(varve::category_of("cart-42-a"), "cart");
  EXPECT_EQ(varve::category_of("cart"), "cart");
  EXPECT_EQ(varve::category_of("-42"), "");
  EXPECT_EQ(varve::category_of("cart-"), "cart");
}

}  // namespace
