#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The grammar of RFC 8259, for everything in core that reads JSON. Positions are pointers into a text of
/// which nothing is known but its end.
namespace varve::json::grammar {

inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// True when none of the eight bytes at `at` is a quote, a backslash or below U+0020.
inline bool are_plain(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  const auto has_zero = [](std::uint64_t v) { return (v - ones) & ~v & highs; };
  std::uint64_t word = 0;
  std::memcpy(&word, at, 8);
  const std::uint64_t control = (word - ones * 0x20) & ~word & highs;
  return (has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\')) | control) == 0;
}

/// Moves from inside a string to its closing quote, a backslash, a control character or the end.
inline const char* skip_plain(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    const auto special =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)));
    if (special != 0) return at + std::countr_zero(special);
  }
#endif
  while (end - at >= 8 && are_plain(at)) at += 8;
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

/// Appends what the escape at `at` stands for and moves behind it; else what is wrong with it.
const char* append_escape(std::string& out, const char*& at, const char* end);

/// Checks values without recursion: a bit a level tells objects from arrays. Each function answers with
/// nullptr and moves behind what it checked, or with what is wrong at `at()`.
class checker {
 public:
  static constexpr std::size_t deepest_possible = 2000;

  checker(const char* begin, const char* end, std::size_t deepest);

  /// One value, with white space before it.
  const char* value();
  /// The rest of the text is white space.
  const char* ending();
  /// A member's name and its colon, with white space around them.
  const char* name();
  /// What stood between the quotes of the string that was checked last, and whether it holds escapes.
  [[nodiscard]] std::string_view string_checked() const { return string_; }
  [[nodiscard]] bool string_has_escapes() const { return escaped_; }

  void skip_space() {
    if (at_ == end_ || !is_space(*at_)) return;
    spaced_ = true;
    while (at_ != end_ && is_space(*at_)) ++at_;
  }
  /// Moves over `c` when it is the next character.
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] const char* at() const { return at_; }
  /// Whether white space was passed.
  [[nodiscard]] bool spaced() const { return spaced_; }

 private:
  [[nodiscard]] bool in_object() const { return (objects_[(depth_ - 1) / 64] >> ((depth_ - 1) % 64)) & 1U; }

  const char* token();
  const char* after_value();
  const char* open(bool object);
  const char* string();
  const char* escape();
  const char* word(std::string_view expected);
  const char* number();
  bool digits();

  const char* at_;
  const char* end_;
  std::size_t deepest_;
  std::size_t depth_ = 0;
  bool opened_ = false;
  bool spaced_ = false;
  bool escaped_ = false;
  std::string_view string_;
  std::array<std::uint64_t, deepest_possible / 64 + 1> objects_;
};

}  // namespace varve::json::grammar
