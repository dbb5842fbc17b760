#pragma once

#include <varve/projections/cell.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve::postgres {

/// The parameters of a statement as text, which is what libpqxx sends.
class arguments {
 public:
  arguments() = default;
  template<class... T>
  [[nodiscard]] static arguments of(const T&... values) {
    arguments all;
    (all.add(values), ...);
    return all;
  }
  /// Throws `failure` for a text that PostgreSQL cannot hold.
  [[nodiscard]] static arguments of_cells(std::span<const cell> values);

  void add(std::string_view text);
  void add(const std::string& text) { add(std::string_view{text}); }
  void add(std::int64_t number);
  void add(const cell& value);
  template<class T>
  void add(const std::optional<T>& value) {
    if (value)
      add(*value);
    else
      add_null();
  }
  void add_null();
  /// Text that was checked already.
  void take(std::string text);

  [[nodiscard]] bool empty() const { return values_.empty(); }
  /// Null pointers are NULL. Valid until this changes.
  [[nodiscard]] std::vector<const char*> pointers() const;

 private:
  struct parameter {
    std::string text;
    bool null = false;
  };
  std::vector<parameter> values_;
};

/// Appends what PostgreSQL reads as that value; nothing for NULL. Throws `failure` for a text with a NUL
/// character.
void append_text(const cell& value, std::string& to);

/// A literal of an array, element by element: `{1,NULL,"a \"b\""}`.
class array_text {
 public:
  void add(const cell& element);
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }
  /// Ends it, and begins the next one.
  [[nodiscard]] std::string take();

 private:
  std::string text_ = "{";
};

}  // namespace varve::postgres
