#include <varve/core/digest.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace {

using varve::content_digest;
using varve::digest;
using varve::tags;

constexpr const char* stream = "cart-42";
constexpr const char* type = "cart.item-added";
constexpr const char* json = "application/json";
constexpr const char* data = R"({"sku":"apple"})";

varve::timestamp at(std::string_view text) {
  return varve::parse_time(text).value();
}

// The expected values were computed with hashlib of Python from the text of docs/formats.md.

TEST(digest, of_the_worked_example_is_what_the_formats_page_says) {
  const tags two{"b", "a"};
  EXPECT_EQ(content_digest(stream, type, json, data, two.view()).to_string(),
            "ac4ab535fd1650c452f2b097bbb0af2c73d691607340bab09f0d3f17cdf834a7");
  EXPECT_EQ(
      varve::envelope_digest(R"({"actor":"ada"})", at("2010-12-01T08:26:00Z"), at("2026-11-21T12:00:00.5Z"))
          .to_string(),
      "b9512e2e8464e8a9f2a8b9173ce2b00b8aae90d15486ba41088b7547946a5ebb");
}

TEST(digest, covers_times_before_1970_as_twos_complement) {
  EXPECT_EQ(varve::envelope_digest(R"({"actor":"ada"})", varve::timestamp{std::chrono::nanoseconds{-1}},
                                   at("2026-11-21T12:00:00.5Z"))
                .to_string(),
            "575d1c4476eefa293b51e4970d73c0bb55940f4fc68189fa748f42d21bdde908");
}

TEST(digest, of_an_event_without_tags) {
  EXPECT_EQ(content_digest(stream, type, json, data, {}).to_string(),
            "10b24f9c12a06769a416a003869dbbd51c6e4ae71bb8a344869a555c40c39a13");
}

TEST(digest, takes_tags_as_a_set) {
  const tags there{"a", "b"};
  const tags back{"b", "a"};
  EXPECT_EQ(content_digest(stream, type, json, data, there.view()),
            content_digest(stream, type, json, data, back.view()));
}

TEST(digest, depends_on_every_part_and_on_where_each_ends) {
  const tags a{"a"};
  const tags ab{"ab"};
  const tags a_b{"a", "b"};
  const std::vector<digest> all{
      content_digest("s", "t", "c", "d", {}),        content_digest("st", "", "c", "d", {}),
      content_digest("s", "tc", "", "d", {}),        content_digest("s", "t", "cd", "", {}),
      content_digest("s", "t", "c", "d", a.view()),  content_digest("s", "t", "c", "d", ab.view()),
      content_digest("s", "t", "c", "d", a_b.view())};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(all[i], all[j]) << i << ' ' << j;
}

TEST(digest, is_the_same_on_every_thread) {
  const digest here = content_digest(stream, type, json, data, {});
  digest there;
  std::jthread{[&] { there = content_digest(stream, type, json, data, {}); }}.join();
  EXPECT_EQ(there, here);
}

}  // namespace
