#include <varve/eventstore/engine/page_builder.hpp>

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace varve::engine {
namespace {

TEST(page_builder, what_it_keeps_lives_as_long_as_the_page_also_when_that_is_moved) {
  page_builder builder;
  for (int i = 0; i < 10'000; ++i) {
    event_view view;
    view.data = builder.keep("data " + std::to_string(i));
    view.type = builder.keep("");
    builder.add(view);
  }
  page first = builder.finish({});
  const page moved = std::move(first);
  ASSERT_EQ(moved.size(), 10'000U);
  for (std::size_t i = 0; i < moved.size(); ++i) EXPECT_EQ(moved[i].data, "data " + std::to_string(i));
}

TEST(page_builder, sixty_four_bytes_behind_whatever_it_keeps_can_be_read) {
  page_builder builder;
  for (const std::size_t size : {std::size_t{0}, std::size_t{8127}, std::size_t{64}, std::size_t{1} << 20U}) {
    const std::string bytes(size, 'x');
    const auto kept = builder.keep(bytes);
    EXPECT_EQ(kept, bytes);
    static_cast<void>(std::accumulate(kept.data(), kept.data() + size + 64, 0));  // for the sanitizer
  }
}

TEST(page_builder, keeps_digests) {
  page_builder builder;
  digest value;
  value.bytes[31] = 7;
  const digest* const kept = builder.keep(value);
  value.bytes[31] = 8;
  EXPECT_EQ(kept->bytes[31], 7);
}

TEST(page_builder, is_empty_after_it_has_given_its_page) {
  page_builder builder;
  builder.add({});
  const page first = builder.finish({{}, log_mark{position{3}, {}}, {}, {}, true});
  EXPECT_EQ(first.size(), 1U);
  EXPECT_EQ(first.scanned()->position, position{3});
  EXPECT_TRUE(first.at_end());
  EXPECT_EQ(builder.size(), 0U);
  const auto kept = builder.keep("x");
  EXPECT_EQ(kept, "x");
  EXPECT_TRUE(builder.finish({}).empty());
}

}  // namespace
}  // namespace varve::engine
