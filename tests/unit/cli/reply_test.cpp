// Answers that no client can bring about at will; all others are asked for in tests/integration/pipe.

#include "pipe/reply.hpp"

#include <gtest/gtest.h>

namespace varve::cli::pipe {
namespace {

std::string code_told(errc code) {
  const std::string line = reply_to("7", append_outcome{not_written{{code, "why"}}});
  constexpr std::string_view before = R"({"id":7,"error":{"code":")";
  EXPECT_TRUE(line.starts_with(before)) << line;
  EXPECT_TRUE(line.ends_with(R"(","message":"why"}})")) << line;
  return line.substr(before.size(), line.find('"', before.size()) - before.size());
}

TEST(reply, names_the_events_of_an_append_in_doubt_in_their_order) {
  const auto first = *event_id::parse("00000000-0000-4000-8000-000000000002");
  const auto second = *event_id::parse("00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(reply_to(R"("a")", append_outcome{unknown{"the disk said no", {first, second}}}),
            R"({"id":"a","outcome":"unknown","reason":"the disk said no","ids":[)"
            R"("00000000-0000-4000-8000-000000000002","00000000-0000-4000-8000-000000000001"]})");
}

TEST(reply, keeps_the_codes_of_the_protocol) {
  EXPECT_EQ(code_told(errc::invalid_argument), "invalid_argument");
  EXPECT_EQ(code_told(errc::idempotency_mismatch), "idempotency_mismatch");
  EXPECT_EQ(code_told(errc::stream_deleted), "stream_deleted");
  EXPECT_EQ(code_told(errc::too_large), "too_large");
  EXPECT_EQ(code_told(errc::wrong_epoch), "wrong_epoch");
  EXPECT_EQ(code_told(errc::timeout), "timeout");
  EXPECT_EQ(code_told(errc::corrupt), "corrupt");
}

TEST(reply, calls_unavailable_whatever_else_keeps_a_store_from_answering) {
  for (const errc code :
       {errc::unavailable, errc::read_only, errc::unsupported, errc::not_found, errc::stopped})
    EXPECT_EQ(code_told(code), "unavailable");
}

TEST(reply, escapes_what_a_message_holds) {
  EXPECT_EQ(reply_to("null", error{errc::corrupt, "a \"b\"\n"}),
            R"({"id":null,"error":{"code":"corrupt","message":"a \"b\"\n"}})");
}

}  // namespace
}  // namespace varve::cli::pipe
