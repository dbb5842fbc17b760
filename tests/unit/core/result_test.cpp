#include <varve/core/result.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <type_traits>

namespace {

using varve::errc;
using varve::error;
using varve::result;

result<int> half(int number) {
  if (number % 2 != 0) return error{errc::invalid_argument, "odd"};
  return number / 2;
}

TEST(result, holds_a_value_or_the_error_in_its_place) {
  const auto good = half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  EXPECT_EQ(good.value(), 2);
  const auto bad = half(3);
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, errc::invalid_argument);
  EXPECT_EQ(bad.error().message, "odd");
}

TEST(result, value_throws_the_error) {
  try {
    (void)half(3).value();
    FAIL();
  } catch (const varve::failure& thrown) {
    EXPECT_EQ(thrown.code(), errc::invalid_argument);
    EXPECT_STREQ(thrown.what(), "odd");
    EXPECT_EQ(thrown.error().message, "odd");
  }
  EXPECT_THROW(result<void>(error{errc::timeout, ""}).value(), varve::failure);
  EXPECT_NO_THROW(result<void>{}.value());
}

TEST(result, of_a_temporary_gives_its_value_away) {
  static_assert(std::is_same_v<decltype(half(2).value()), int>);
  static_assert(std::is_same_v<decltype(*half(2)), int>);
  auto owned = result<std::unique_ptr<int>>(std::make_unique<int>(7)).value();
  EXPECT_EQ(*owned, 7);
}

TEST(result, transforms_its_value_and_passes_an_error_on) {
  const auto text = [](int number) { return std::to_string(number); };
  EXPECT_EQ(half(8).transform(text).value(), "4");
  EXPECT_EQ(half(7).transform(text).error().message, "odd");
}

TEST(result, may_hold_an_error_as_its_value_type_does) {
  result<std::string> text = std::string("a");
  text->push_back('b');
  EXPECT_EQ(*text, "ab");
  text.value() += "c";
  EXPECT_EQ(text->size(), 3U);
}

TEST(errc, has_a_name_for_each_code) {
  std::set<std::string_view> names;
  for (int code = 1; code <= static_cast<int>(errc::stopped); ++code) {
    const auto name = to_string(static_cast<errc>(code));
    EXPECT_NE(name, "unknown_code") << code;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(to_string(errc::idempotency_mismatch), "idempotency_mismatch");
  EXPECT_EQ(to_string(errc{}), "unknown_code");
}

TEST(errc, is_transient_when_trying_again_may_help) {
  EXPECT_TRUE(is_transient(errc::timeout));
  EXPECT_TRUE(is_transient(errc::unavailable));
  EXPECT_TRUE(is_transient(errc::in_doubt));
  EXPECT_TRUE(is_transient(errc::fenced));
  EXPECT_FALSE(is_transient(errc::conflict));
  EXPECT_FALSE(is_transient(errc::undecodable));
}

}  // namespace
