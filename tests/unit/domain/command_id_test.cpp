#include <varve/core/command_id.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::string_view version_7 = "01969c2f-7a10-7c3e-9a41-2f6b8d0e5c17";

varve::command_id from_uuid() {
  return varve::command_id{*varve::uuid::parse(version_7)};
}

varve::command_id from_text() {
  return {"536365/3", varve::timestamp{milliseconds{1'291'191'960'123}}};
}

// The ids were computed with Python's hashlib from docs/formats.md, "Ids":
//   h = sha256(b"varve.event-id/1" + u8(kind) + sized(id) + sized(stream) + u64(index)), and the layout
//   stated there.
TEST(command_id, of_a_uuid_gives_the_ids_that_the_formats_page_states) {
  EXPECT_EQ(from_uuid().event("cart-42", 0).to_string(), "01969c2f-7a10-8ab1-8586-87b812b9fb74");
  EXPECT_EQ(from_uuid().event("cart-42", 1).to_string(), "01969c2f-7a10-8d7d-ac4f-8b9d5a20dd2a");
  EXPECT_EQ(from_uuid().event("cart-43", 0).to_string(), "01969c2f-7a10-8d13-ba63-39d4a3beec9e");
}

TEST(command_id, of_a_text_gives_the_ids_that_the_formats_page_states) {
  EXPECT_EQ(from_text().event("cart-42", 0).to_string(), "012ca109-c23b-8a9a-ac23-800b48b83530");
  EXPECT_EQ(from_text().event("cart-42", 9999).to_string(), "012ca109-c23b-8462-b945-d230b1688541");
  const varve::command_id umlaut{"Bestellung-\xc3\xbc", varve::timestamp{}};
  EXPECT_EQ(umlaut.event("cart-42", 0).to_string(), "00000000-0000-870d-88fb-061b67266101");
}

TEST(command_id, gives_ids_of_version_8_that_begin_with_its_time) {
  const auto id = from_text().event("cart-42", 0);
  EXPECT_EQ(id.value.version(), 8);
  EXPECT_EQ(id.value.bytes[8] >> 6, 2);
  EXPECT_TRUE(id.to_string().starts_with("012ca109-c23b"));
  EXPECT_TRUE(from_uuid().event("cart-42", 0).to_string().starts_with("01969c2f-7a10"));
}

TEST(command_id, does_not_take_the_text_of_a_uuid_for_the_uuid) {
  const varve::command_id text{version_7, varve::timestamp{milliseconds{0x01969c2f7a10}}};
  EXPECT_EQ(text.text(), from_uuid().text());
  EXPECT_NE(text, from_uuid());
  EXPECT_NE(text.event("cart-42", 0), from_uuid().event("cart-42", 0));
}

TEST(command_id, counts_its_time_in_whole_milliseconds) {
  const varve::timestamp when{milliseconds{5}};
  EXPECT_EQ((varve::command_id{"a", when + nanoseconds{999'999}}.event("s", 0)),
            (varve::command_id{"a", when}.event("s", 0)));
}

TEST(command_id, that_cannot_be_one_is_refused_with_the_reason) {
  const auto random = varve::uuid::parse("8c1f0a52-5f0e-4b7e-9d3a-1b2c3d4e5f60");
  EXPECT_THAT(varve::command_id::of(*random).error().message, testing::HasSubstr("version 7"));
  EXPECT_THAT(varve::command_id::of("", {}).error().message, testing::HasSubstr("1 to 255 bytes"));
  EXPECT_THAT(varve::command_id::of("line\nfeed", {}).error().message,
              testing::HasSubstr("control characters"));
  EXPECT_THAT(varve::command_id::of("a", varve::timestamp{nanoseconds{-1}}).error().message,
              testing::HasSubstr("before 1970"));
  EXPECT_TRUE(varve::command_id::of("a", {}));
  EXPECT_THROW(varve::command_id{*random}, varve::failure);
}

}  // namespace
