#include <varve/testing/seeded_random.hpp>
#include <varve/zstd.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace varve::zstd {
namespace {

/// Half of it repeats itself, half does not; more than a piece of either direction.
std::string some_text() {
  testing::seeded_random random{1};
  std::string out;
  while (out.size() < 1'000'000) {
    out += std::to_string(random.next());
    out += "{\"stream\":\"cart-42\",\"revision\":";
  }
  return out;
}

std::string packed(std::string_view text, std::size_t piece) {
  compressor to;
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    to.compress(text.substr(0, piece), out).value();
  to.finish(out).value();
  return out;
}

std::string unpacked(std::string_view bytes, std::size_t piece) {
  decompressor from;
  std::string out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    from.decompress(bytes.substr(0, piece), out).value();
  from.finish().value();
  return out;
}

TEST(zstd, gives_back_what_it_was_given_in_pieces_of_any_size) {
  const std::string text = some_text();
  for (const std::size_t piece : {1'000U, 100'000U, 2'000'000U}) {
    const std::string small = packed(text, piece);
    EXPECT_LT(small.size(), text.size());
    for (const std::size_t other : {777U, 50'000U, 2'000'000U}) EXPECT_EQ(unpacked(small, other), text);
  }
}

TEST(zstd, reads_frames_that_follow_each_other) {
  EXPECT_EQ(unpacked(packed("one, ", 10) + packed("two", 10), 3), "one, two");
  EXPECT_EQ(unpacked(packed("", 1), 100), "");
}

TEST(zstd, tells_when_a_frame_is_cut_off) {
  const std::string small = packed(some_text(), 1'000);
  decompressor from;
  std::string out;
  from.decompress(std::string_view(small).substr(0, small.size() - 1), out).value();
  EXPECT_EQ(from.finish().error().code, errc::corrupt);
}

TEST(zstd, tells_when_bytes_are_not_what_was_written) {
  std::string small = packed(some_text(), 1'000);
  small[small.size() / 2] = static_cast<char>(small[small.size() / 2] ^ 1);
  decompressor from;
  std::string out;
  EXPECT_EQ(from.decompress(small, out).error().code, errc::corrupt);
  EXPECT_EQ(decompressor{}.decompress("{\"varve_export\":1}", out).error().code, errc::corrupt);
}

}  // namespace
}  // namespace varve::zstd
