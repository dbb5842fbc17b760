#pragma once

#include <varve/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace varve::json {

/// The deepest nesting that an event's data may have.
inline constexpr std::size_t deepest_data = 1024;
/// The deepest nesting of metadata and of typed events.
inline constexpr std::size_t deepest_typed = 32;

/// Checks `text` against RFC 8259 (grammar and UTF-8; numbers of any size, any `\u` escape) and removes the
/// white space between its tokens, in place; everything else stays as it was spelt. `invalid_argument` names
/// the byte where it fails, and then `text` is left as it was given. `deepest` is at most 2,000.
[[nodiscard]] result<void> compact(std::string& text, std::size_t deepest = deepest_data);

/// Appends `text`, which must be valid UTF-8, as a JSON string with its quotes and the escapes that RFC 8259
/// demands.
void append_string(std::string& out, std::string_view text);

enum class kind { null, boolean, number, string, array, object };

/// One value inside a text that `compact` has passed: a cursor that parses what it is asked for and allocates
/// nothing. It borrows the text. Handing it any other text is undefined.
class view {
 public:
  explicit view(std::string_view compact_text) : text_(compact_text) {}

  [[nodiscard]] json::kind kind() const;
  /// The value as it is spelt.
  [[nodiscard]] std::string_view raw() const { return text_; }
  /// A string's content with its escapes resolved; nullopt for another kind and for a lone surrogate.
  [[nodiscard]] std::optional<std::string> text() const;
  /// A number spelt as an integer (no fraction, no exponent) that fits.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<bool> boolean() const;

  class iterator;
  /// The elements of an array or the members of an object, in order; empty for another kind.
  [[nodiscard]] iterator begin() const;
  [[nodiscard]] iterator end() const;
  /// The first member of that name (compared after resolving escapes).
  [[nodiscard]] std::optional<view> member(std::string_view name) const;
  /// A member name that stands twice in this object (not looking into its values).
  [[nodiscard]] std::optional<std::string> repeated_member() const;

 private:
  [[nodiscard]] std::optional<std::string> repeated_text() const;

  std::string_view text_;
};

/// Walks the elements or members of one value.
class view::iterator {
 public:
  using value_type = view;
  using difference_type = std::ptrdiff_t;

  iterator() = default;
  /// `rest` begins at the first element or member; empty at the end.
  explicit iterator(std::string_view rest, bool members);

  [[nodiscard]] view operator*() const { return view{value_}; }
  /// The member's name as it is spelt, with quotes; empty in an array.
  [[nodiscard]] view name() const { return view{name_}; }
  iterator& operator++();
  friend bool operator==(const iterator& a, const iterator& b) { return a.value_.data() == b.value_.data(); }

 private:
  void read();

  std::string_view rest_, name_, value_;
  bool members_ = false;
};

}  // namespace varve::json
