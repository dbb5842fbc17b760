#include <varve/core/metadata.hpp>

#include <gtest/gtest.h>

namespace {

using varve::metadata;

TEST(metadata, leaves_out_what_is_empty) {
  EXPECT_EQ(metadata{}.to_json(), "{}");
  EXPECT_EQ((metadata{.actor = "ada"}).to_json(), R"({"actor":"ada"})");
}

TEST(metadata, is_an_object_of_known_members_and_headers) {
  const metadata all{.correlation_id = "c",
                     .causation_id = "d",
                     .actor = "ada \"L\"",
                     .tenant = "t",
                     .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                     .headers = {{"b", "2"}, {"a", "ä"}}};
  const auto json = all.to_json();
  EXPECT_EQ(
      json,
      R"({"correlation_id":"c","causation_id":"d","actor":"ada \"L\"","tenant":"t",)"
      R"("traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","headers":{"a":"ä","b":"2"}})");
  EXPECT_EQ(metadata::parse(json).value(), all);
}

TEST(metadata, is_read_with_white_space_and_escapes) {
  EXPECT_EQ(metadata::parse(" { \"act\\u006fr\" : \"\\u0061da\" } ").value().actor, "ada");
}

TEST(metadata, leaves_aside_what_it_does_not_know) {
  const auto read =
      metadata::parse(R"({"actor":5,"more":{"actor":"x"},"tenant":"t","headers":{"n":1,"h":"v"}})").value();
  EXPECT_EQ(read, (metadata{.tenant = "t", .headers = {{"h", "v"}}}));
  EXPECT_EQ(metadata::parse(R"({"headers":[1]})").value(), metadata{});
}

TEST(metadata, that_is_no_object_is_refused) {
  for (const char* bad : {"", "[]", "1", "{", "{\"a\":1}x", "{'a':1}", "{\"a\":\"\xff\"}"}) {
    const auto read = metadata::parse(bad);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code, varve::errc::invalid_argument);
  }
}

TEST(metadata, nests_32_deep_and_no_deeper) {
  const auto nested = [](std::size_t depth) {
    return "{\"x\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_TRUE(metadata::parse(nested(32)));
  EXPECT_FALSE(metadata::parse(nested(33)));
}

}  // namespace
