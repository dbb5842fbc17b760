#include <varve/core/record.hpp>

#include "cart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

TEST(record, gives_name_data_and_the_tags_that_stand_beside_the_event) {
  const auto added = varve::record<cart::event>(cart::item_added{"apple", 3}).value();
  EXPECT_EQ(added.type, "cart.item-added");
  EXPECT_EQ(added.data, R"({"sku":"apple","quantity":3})");
  EXPECT_EQ(added.content_type, "");
  EXPECT_EQ(added.tags, (varve::tags{"sku:apple"}));
  EXPECT_EQ(added.id, std::nullopt);

  EXPECT_TRUE(varve::record<cart::family>(cart::checked_out{3}).value().tags.empty());
}

TEST(record, writes_the_binary_format_under_its_content_type) {
  const auto added = varve::record<cart::event>(cart::item_added{"apple", 3}, varve::format::binary).value();
  EXPECT_EQ(added.content_type, varve::binary_content_type);
  cart::item_added back;
  auto data = added.data + std::string(64, '\0');
  ASSERT_TRUE(varve::decode(std::string_view(data).substr(0, added.data.size()), added.content_type, back));
  EXPECT_EQ(back.sku, "apple");
}

TEST(record, says_which_event_cannot_be_written_and_why) {
  const auto broken = varve::record<cart::event>(cart::item_added{"\xff", 3});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, varve::errc::invalid_argument);
  EXPECT_THAT(broken.error().message, testing::HasSubstr("'cart.item-added': "));
  EXPECT_THAT(broken.error().message, testing::HasSubstr("sku"));
}

struct numbered {
  static constexpr std::string_view event_name = "numbered";
  int tag_count = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(tag_count)); }
};
varve::tags tags_of(const numbered& e) {
  varve::tags out;
  for (int i = 0; i < e.tag_count; ++i) out.add("tag " + std::to_string(i)).value();
  return out;
}

TEST(record, answers_tags_that_cannot_be_made_with_an_error) {
  EXPECT_EQ(varve::record<std::variant<numbered>>(numbered{64}).value().tags.size(), 64U);
  const auto broken = varve::record<std::variant<numbered>>(numbered{65});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, varve::errc::invalid_argument);
}

}  // namespace
