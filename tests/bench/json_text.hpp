#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace bench {

/// Appends JSON to a string, by hand and as fast as that goes: it escapes nothing, since the workload's texts
/// hold neither quotes, nor backslashes, nor control characters.
class json_text {
 public:
  explicit json_text(std::string& out) : out_(out) {}

  /// `before` is all the text between the previous value and this one: a brace or comma, the name, the colon.
  json_text& text(std::string_view before, std::string_view value) {
    out_.append(before).append(1, '"').append(value).append(1, '"');
    return *this;
  }

  template<class Number>
    requires std::integral<Number> || std::floating_point<Number>
  json_text& number(std::string_view before, Number value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(before).append(digits, static_cast<std::size_t>(end - digits));
    return *this;
  }

  json_text& raw(std::string_view piece) {
    out_.append(piece);
    return *this;
  }

 private:
  std::string& out_;
};

}  // namespace bench
