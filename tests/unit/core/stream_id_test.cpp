#include <varve/core/stream_id.hpp>

#include <gtest/gtest.h>

namespace {

using varve::errc;
using varve::stream_id;
using varve::stream_view;

errc code_of(auto&& make) {
  try {
    make();
  } catch (const varve::failure& problem) {
    return problem.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

TEST(stream_id, knows_its_category_and_id) {
  const stream_id id{"cart-42-a"};
  EXPECT_EQ(id.name(), "cart-42-a");
  EXPECT_EQ(id.view().category(), "cart");
  EXPECT_EQ(id.view().id(), "42-a");
  EXPECT_EQ(stream_view{"cart"}.id(), "");
  EXPECT_EQ(stream_view{"cart-"}.id(), "");
  EXPECT_EQ(stream_view{"cart"}.category(), "cart");
}

TEST(stream_id, is_made_of_a_category_and_an_id) {
  EXPECT_EQ(stream_id("cart", "42-a").name(), "cart-42-a");
  EXPECT_EQ(code_of([] { stream_id{"ca-rt", "42"}; }), errc::invalid_argument);
  EXPECT_EQ(code_of([] { stream_id{"cart", std::string(251, 'x')}; }), errc::invalid_argument);
}

TEST(stream_id, refuses_what_is_no_name) {
  EXPECT_EQ(code_of([] { stream_id{""}; }), errc::invalid_argument);
  EXPECT_EQ(code_of([] { stream_id{"a\n"}; }), errc::invalid_argument);
  const auto parsed = stream_id::parse(std::string(256, 'x'));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, errc::invalid_argument);
  EXPECT_EQ(stream_id::parse("cart-1").value(), stream_id{"cart-1"});
}

TEST(stream_id, tells_reserved_names) {
  EXPECT_TRUE(stream_id{"$streams"}.reserved());
  EXPECT_FALSE(stream_id{"cart-1"}.reserved());
  EXPECT_TRUE(stream_view{"$streams"}.reserved());
}

}  // namespace
