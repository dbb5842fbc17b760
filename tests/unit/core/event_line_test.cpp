#include <varve/core/event_line.hpp>

#include <gtest/gtest.h>

namespace varve {
namespace {

class event_line : public ::testing::Test {
 protected:
  event_line() {
    event_.position = position{7};
    event_.commit = position{6};
    event_.revision = revision{3};
    event_.id = *event_id::parse("0190a1b2-c3d4-7abc-8def-0123456789ab");
    event_.occurred_at = parse_time("2010-12-01T08:26:00Z").value();
    event_.recorded_at = parse_time("2026-11-21T01:02:03.000000004Z").value();
    event_.stream = stream_view{"cart-42"};
    event_.type = "cart.item-added";
    event_.content_type = "application/json";
    event_.data = R"({"sku":"apple"})";
    event_.metadata = "{}";
  }

  [[nodiscard]] std::string line() const {
    std::string out = "> ";
    append_event_line(out, event_);
    return out;
  }

  event_view event_;
  tags tags_{"b", "a\"b"};
};

TEST_F(event_line, holds_the_members_in_their_order_behind_what_stands_there) {
  event_.tags = tags_.view();
  EXPECT_EQ(
      line(),
      R"(> {"position":7,"commit":6,"stream":"cart-42","revision":3,"id":"0190a1b2-c3d4-7abc-8def-0123456789ab",)"
      R"("type":"cart.item-added","data":{"sku":"apple"},"tags":["b","a\"b"],"metadata":{},)"
      R"("occurred_at":"2010-12-01T08:26:00Z","recorded_at":"2026-11-21T01:02:03.000000004Z"})");
}

TEST_F(event_line, gives_data_and_metadata_as_they_are_stored) {
  event_.data = R"({"n":1.000,"big":123456789012345678901234567890,"u":"\u0041"})";
  event_.metadata = R"({"headers":{"x":"1"}})";
  EXPECT_NE(line().find(R"("data":{"n":1.000,"big":123456789012345678901234567890,"u":"\u0041"},)"),
            std::string::npos);
  EXPECT_NE(line().find(R"("metadata":{"headers":{"x":"1"}},)"), std::string::npos);
}

TEST_F(event_line, gives_data_that_are_not_json_in_base64_with_their_content_type) {
  using std::string_view_literals::operator""sv;
  event_.content_type = "a/\"b";
  event_.data = "\0\xFF\x10z"sv;
  EXPECT_NE(
      line().find(R"("type":"cart.item-added","data_base64":"AP8Qeg==","content_type":"a/\"b","tags":[])"),
      std::string::npos);
}

TEST_F(event_line, escapes_names) {
  event_.stream = stream_view{"a\"\\-\xC3\xA9"};
  EXPECT_NE(line().find("\"stream\":\"a\\\"\\\\-\xC3\xA9\","), std::string::npos);
}

}  // namespace
}  // namespace varve
