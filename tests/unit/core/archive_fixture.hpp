#pragma once

#include <varve/core/codec.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

/// What the tests of archives and codecs say in one line.
namespace fixture {

using varve::errc;
using varve::format;
using varve::result;

inline std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

inline std::string from_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

template<class T>
std::string to_json(const T& value) {
  std::string out;
  const auto done = varve::encode(value, format::json, out);
  return done ? out : "error: " + done.error().message;
}

template<class T>
std::string to_binary(const T& value) {
  std::string out;
  const auto done = varve::encode(value, format::binary, out);
  return done ? out : "error: " + done.error().message;
}

/// A copy whose end is the end of its memory, so that a sanitizer sees a read beyond it.
class exact_copy {
 public:
  explicit exact_copy(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) { bytes_.shrink_to_fit(); }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

template<class T>
result<void> decode_json(std::string_view text, T& value) {
  return varve::decode(exact_copy{text}.view(), varve::json_content_type, value);
}

template<class T>
result<void> decode_binary(std::string_view bytes, T& value) {
  return varve::decode(exact_copy{bytes}.view(), varve::binary_content_type, value);
}

/// The message of the error, or "decoded".
template<class T>
std::string json_problem(std::string_view text) {
  T value{};
  const auto done = decode_json(text, value);
  EXPECT_TRUE(done || done.error().code == errc::undecodable);
  return done ? "decoded" : done.error().message;
}

template<class T>
std::string binary_problem(std::string_view hex) {
  T value{};
  const auto done = decode_binary(from_hex(hex), value);
  EXPECT_TRUE(done || done.error().code == errc::undecodable);
  return done ? "decoded" : done.error().message;
}

/// `value` has exactly that text and those bytes, and both read back as it.
template<class T>
void expect_shape(const T& value, std::string_view json, std::string_view hex) {
  SCOPED_TRACE(json);
  EXPECT_EQ(to_json(value), json);
  EXPECT_EQ(to_hex(to_binary(value)), hex);
  T from_json{};
  const auto json_read = decode_json(json, from_json);
  EXPECT_TRUE(json_read) << json_read.error().message;
  EXPECT_TRUE(from_json == value);
  T from_binary{};
  const auto binary_read = decode_binary(from_hex(hex), from_binary);
  EXPECT_TRUE(binary_read) << binary_read.error().message;
  EXPECT_TRUE(from_binary == value);
}

}  // namespace fixture
