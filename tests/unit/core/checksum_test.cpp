#include <varve/core/checksum.hpp>
#include <varve/testing/seeded_random.hpp>

#include "../../../core/src/crc32c_table.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace {

using varve::crc32c;

/// The definition: bit by bit, with the reflected polynomial of Castagnoli.
std::uint32_t by_definition(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
  }
  return ~crc;
}

std::string counting(int first, int step) {
  std::string bytes;
  for (int i = 0; i < 32; ++i) bytes += static_cast<char>(first + step * i);
  return bytes;
}

TEST(crc32c, gives_the_published_values) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  // RFC 3720, B.4
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43U);
  EXPECT_EQ(crc32c(counting(0, 1)), 0x46DD794EU);
  EXPECT_EQ(crc32c(counting(31, -1)), 0x113FDB5CU);
  EXPECT_EQ(crc32c(""), 0U);
}

TEST(crc32c, goes_on_from_what_came_before) {
  const std::string text = "goes on from what came before, at every place";
  for (std::size_t i = 0; i <= text.size(); ++i)
    EXPECT_EQ(crc32c(std::string_view(text).substr(i), crc32c(std::string_view(text).substr(0, i))),
              crc32c(text));
}

TEST(crc32c, is_what_the_definition_gives_at_every_length_and_alignment) {
  varve::testing::seeded_random random{1};
  std::string bytes(300, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  for (std::size_t from = 0; from < 9; ++from)
    for (std::size_t size = 0; size < 280; ++size) {
      const std::string_view part = std::string_view(bytes).substr(from, size);
      ASSERT_EQ(crc32c(part), by_definition(part)) << from << ' ' << size;
      ASSERT_EQ(~varve::detail::crc32c_by_table(part, ~0U), by_definition(part)) << "as on other processors";
    }
}

TEST(crc32c, finds_every_flipped_bit) {
  std::string bytes = "a row of the log";
  const auto whole = crc32c(bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_NE(crc32c(bytes), whole);
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  }
}

}  // namespace
