#include <varve/core/event_id.hpp>
#include <varve/core/uuid.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using varve::uuid;

constexpr const char* text = "0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f6";

TEST(uuid, is_36_characters_in_lower_case) {
  const auto id = uuid::parse(text);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->to_string(), text);
  EXPECT_EQ(id->bytes[0], 0x01);
  EXPECT_EQ(id->bytes[15], 0xF6);
  EXPECT_EQ(id->version(), 7);
}

TEST(uuid, is_read_in_either_case) {
  EXPECT_EQ(uuid::parse("0190F3C5-6A7B-7C8D-9E0F-A1B2C3D4E5F6"), uuid::parse(text));
}

TEST(uuid, is_read_in_no_other_form) {
  for (const std::string bad :
       {"", "0190f3c56a7b7c8d9e0fa1b2c3d4e5f6", "{0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f6}",
        "0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f", "0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f60",
        "0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5fg", "0190f3c56-a7b-7c8d-9e0f-a1b2c3d4e5f6",
        "0190f3c5_6a7b_7c8d_9e0f_a1b2c3d4e5f6", " 190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f6"})
    EXPECT_FALSE(uuid::parse(bad)) << bad;
}

TEST(uuid, is_nil_when_all_bits_are_zero) {
  EXPECT_TRUE(uuid{}.is_nil());
  EXPECT_FALSE(uuid::parse(text)->is_nil());
  EXPECT_EQ(uuid{}.to_string(), "00000000-0000-0000-0000-000000000000");
}

TEST(uuid, is_compared_bytewise) {
  EXPECT_LT(*uuid::parse("0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f6"),
            *uuid::parse("0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f7"));
  EXPECT_LT(*uuid::parse("7f000000-0000-0000-0000-000000000000"),
            *uuid::parse("80000000-0000-0000-0000-000000000000"));
}

TEST(uuid, hashes_differ_where_the_ids_do) {
  const varve::uuid_hash hash;
  EXPECT_EQ(hash(*uuid::parse(text)), hash(*uuid::parse(text)));
  EXPECT_NE(hash(*uuid::parse(text)), hash(*uuid::parse("0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f7")));
  EXPECT_NE(hash(*uuid::parse(text)), hash(*uuid::parse("0190f3c6-6a7b-7c8d-9e0f-a1b2c3d4e5f6")));
}

}  // namespace
