#pragma once

#include <varve/core/name.hpp>
#include <varve/core/result.hpp>

#include <compare>
#include <string>
#include <string_view>

namespace varve {

/// A stream's name without its memory: valid as long as the page, event or string it came from.
class stream_view {
 public:
  constexpr stream_view() = default;
  constexpr explicit stream_view(std::string_view name) : name_(name) {}

  [[nodiscard]] constexpr std::string_view name() const { return name_; }
  [[nodiscard]] constexpr std::string_view category() const { return category_of(name_); }
  /// What stands after the first `-`; empty without one.
  [[nodiscard]] constexpr std::string_view id() const {
    const auto category_size = category().size();
    return category_size == name_.size() ? std::string_view{} : name_.substr(category_size + 1);
  }
  [[nodiscard]] constexpr bool reserved() const { return is_reserved(name_); }

  friend constexpr auto operator<=>(stream_view, stream_view) = default;

 private:
  std::string_view name_;
};

/// The name of a stream, `category-id`: valid by construction.
class stream_id {
 public:
  /// Throws `failure` (`invalid_argument`) when the name is malformed; `parse` is the form that answers with
  /// a value.
  stream_id(std::string_view name);  // NOLINT: a literal names a stream
  stream_id(const char* name) : stream_id(std::string_view(name)) {}
  stream_id(const std::string& name) : stream_id(std::string_view(name)) {}
  stream_id(std::string_view category, std::string_view id);

  [[nodiscard]] static result<stream_id> parse(std::string_view name);

  [[nodiscard]] const std::string& name() const& { return name_; }
  [[nodiscard]] std::string name() && { return std::move(name_); }
  [[nodiscard]] stream_view view() const& { return stream_view{name_}; }
  stream_view view() && = delete;
  [[nodiscard]] bool reserved() const { return is_reserved(name_); }

  friend auto operator<=>(const stream_id&, const stream_id&) = default;

 private:
  std::string name_;
};

}  // namespace varve
