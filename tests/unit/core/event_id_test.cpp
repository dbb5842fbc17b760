#include <varve/core/event_id.hpp>
#include <varve/testing/seeded_random.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using varve::event_id;

/// Gives the same byte each time.
class constant_random final : public varve::random_source {
 public:
  explicit constant_random(std::byte byte) : byte_(byte) {}
  void fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, byte_); }

 private:
  std::byte byte_;
};

varve::timestamp at(std::int64_t nanoseconds) {
  return varve::timestamp{std::chrono::nanoseconds{nanoseconds}};
}

TEST(event_id, holds_milliseconds_fraction_and_random_bits_in_the_layout_of_version_7) {
  // 0x0192f5a9e123 ms and 750,000 ns: 750,000 * 4096 / 1,000,000 = 3072 = 0xc00
  const varve::testing::virtual_clock clock{at(0x0192f5a9e123 * 1'000'000LL + 750'000)};
  constant_random ones{std::byte{0xFF}};
  constant_random zeros{std::byte{0}};
  EXPECT_EQ(varve::event_id_generator(clock, ones).next().to_string(),
            "0192f5a9-e123-7c00-bfff-ffffffffffff");
  EXPECT_EQ(varve::event_id_generator(clock, zeros).next().to_string(),
            "0192f5a9-e123-7c00-8000-000000000000");
}

TEST(event_id, rounds_the_fraction_down) {
  constant_random zeros{std::byte{0}};
  const varve::testing::virtual_clock last{at(1'999'999)};
  EXPECT_EQ(varve::event_id_generator(last, zeros).next().to_string(),
            "00000000-0001-7fff-8000-000000000000");
  const varve::testing::virtual_clock first{at(2'000'000)};
  EXPECT_EQ(varve::event_id_generator(first, zeros).next().to_string(),
            "00000000-0002-7000-8000-000000000000");
}

TEST(event_id, before_1970_counts_from_zero) {
  constant_random zeros{std::byte{0}};
  const varve::testing::virtual_clock early{at(-5'000'000'000)};
  varve::event_id_generator ids{early, zeros};
  EXPECT_EQ(ids.next().to_string(), "00000000-0000-7001-8000-000000000000") << "greater than nothing";
}

TEST(event_id, is_greater_than_the_one_before_even_when_the_clock_stands_or_steps_back) {
  varve::testing::virtual_clock clock;
  varve::testing::seeded_random random{1};
  varve::event_id_generator ids{clock, random};
  event_id last = ids.next();
  for (int i = 0; i < 20'000; ++i) {
    if (i == 5'000) clock.advance(3ms);
    if (i == 10'000) clock.jump(-24h);
    const event_id id = ids.next();
    ASSERT_LT(last, id) << i;
    ASSERT_EQ(id.value.version(), 7);
    ASSERT_EQ(id.value.bytes[8] >> 6, 2) << "the variant of RFC 9562";
    last = id;
  }
}

TEST(event_id, of_two_threads_are_never_the_same) {
  const varve::testing::virtual_clock clock;  // it stands still, so that they meet
  constant_random same{std::byte{7}};
  varve::event_id_generator ids{clock, same};
  std::vector<event_id> a(5'000);
  std::vector<event_id> b(5'000);
  {
    std::jthread first{[&] { std::ranges::generate(a, [&] { return ids.next(); }); }};
    std::jthread second{[&] { std::ranges::generate(b, [&] { return ids.next(); }); }};
  }
  EXPECT_TRUE(std::ranges::is_sorted(a));
  EXPECT_TRUE(std::ranges::is_sorted(b));
  a.insert(a.end(), b.begin(), b.end());
  std::ranges::sort(a);
  EXPECT_EQ(std::ranges::adjacent_find(a), a.end());
}

TEST(event_id, is_read_from_its_text) {
  const auto id = event_id::parse("0192f5a9-e123-7c00-bfff-ffffffffffff");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->to_string(), "0192f5a9-e123-7c00-bfff-ffffffffffff");
  EXPECT_TRUE(event_id::parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")) << "any UUID is an id";
  EXPECT_FALSE(event_id::parse("42"));
}

}  // namespace
