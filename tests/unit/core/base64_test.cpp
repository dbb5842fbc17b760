#include <varve/core/base64.hpp>
#include <varve/testing/seeded_random.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

std::string encoded(std::string_view bytes) {
  std::string out;
  varve::append_base64(out, std::as_bytes(std::span(bytes)));
  return out;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out(varve::base64_size(text), '\0');
  if (!varve::read_base64(text, std::as_writable_bytes(std::span(out)))) return std::nullopt;
  return out;
}

TEST(base64, gives_the_vectors_of_rfc_4648) {
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded("f"), "Zg==");
  EXPECT_EQ(encoded("fo"), "Zm8=");
  EXPECT_EQ(encoded("foo"), "Zm9v");
  EXPECT_EQ(encoded("foob"), "Zm9vYg==");
  EXPECT_EQ(encoded("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded("\xfb\xff\xbf"), "+/+/");
}

TEST(base64, reads_exactly_what_it_writes) {
  varve::testing::seeded_random random{1};
  for (std::size_t size = 0; size < 300; ++size) {
    std::string bytes(size, '\0');
    random.fill(std::as_writable_bytes(std::span(bytes)));
    EXPECT_EQ(decoded(encoded(bytes)), bytes);
  }
}

TEST(base64, refuses_every_other_spelling) {
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "=", "==", "===", "====", "Zh==", "Zm9=", "Z=g=",
                          "Zg==Zg==", "Zm 8=", "Zm8=\n", "Zm-_", "Zm9v=", "\xff\xff\xff\xff"})
    EXPECT_FALSE(decoded(bad)) << bad;
}

}  // namespace
