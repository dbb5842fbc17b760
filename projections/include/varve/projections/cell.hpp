#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/ordinal.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace varve {

/// What a database keeps in one column of one row. Text is borrowed.
using cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

/// How a column is declared; each database has its own word for it.
enum class column_type { integer, real, boolean, text, json };

namespace detail {

template<class T>
inline constexpr bool is_ordinal = false;
template<class Tag>
inline constexpr bool is_ordinal<ordinal<Tag>> = true;

template<class T>
concept text_like = std::convertible_to<const T&, std::string_view>;

/// A type that gives its value by `save_minimal` is what that gives.
template<class T>
using minimal_in_json = minimal_type<T, json_output_archive>;
template<class T>
concept gives_minimal = !text_like<T> && !is_ordinal<T> && has_minimal<T, json_output_archive>;

template<class T>
constexpr column_type simple_column_type() {
  constexpr shape is = shape_of<T>;
  if (text_like<T> || is == shape::text || is == shape::time || is == shape::identity)
    return column_type::text;
  if (is == shape::boolean) return column_type::boolean;
  if (is == shape::integer || is == shape::enumeration || is_ordinal<T>) return column_type::integer;
  if (is == shape::real) return column_type::real;
  return column_type::json;
}

[[noreturn]] void refuse_cell(std::string_view what);  // on its way in
[[noreturn]] void fail_cell(std::string_view what);    // on its way out
[[nodiscard]] std::int64_t whole_number(const cell& from);
[[nodiscard]] double real_number(const cell& from);
[[nodiscard]] std::string_view text_of(const cell& from);

}  // namespace detail

/// The column that holds a T (docs/reference/projections.md, "Columns"): numbers, truth values, texts, times
/// and ids as themselves, an optional as its value or NULL, a type with `save_minimal` as what that gives,
/// and everything else as JSON.
template<class T>
constexpr column_type column_type_of() {
  if constexpr (shape_of<T> == shape::optional)
    return column_type_of<typename T::value_type>();
  else if constexpr (shape_of<T> == shape::duration)
    return column_type_of<typename T::rep>();
  else if constexpr (detail::gives_minimal<T>)
    return column_type_of<detail::minimal_in_json<T>>();
  else
    return detail::simple_column_type<T>();
}

/// Whether the column of a T holds a value in every row.
template<class T>
inline constexpr bool is_required_column =
    shape_of<T> != shape::optional && shape_of<T> != shape::unit && !std::is_null_pointer_v<T>;

/// What a column keeps of `value`. Text is borrowed from it, or from `memory` where it had to be made. Throws
/// `failure`: an integer beyond int64, a value that JSON cannot hold.
template<class T>
cell to_cell(const T& value, std::string& memory) {
  constexpr shape is = shape_of<T>;
  if constexpr (std::is_null_pointer_v<T> || is == shape::unit) {
    return std::monostate{};
  } else if constexpr (is == shape::optional) {
    return value ? to_cell(*value, memory) : cell{};
  } else if constexpr (detail::gives_minimal<T>) {
    auto given = detail::save_minimal_of(json_output_archive{memory}, value);
    if constexpr (std::same_as<decltype(given), std::string>)
      return std::string_view{memory = std::move(given)};
    else
      return to_cell(given, memory);
  } else if constexpr (detail::text_like<T>) {
    return std::string_view{value};
  } else if constexpr (is == shape::boolean) {
    return std::int64_t{value ? 1 : 0};
  } else if constexpr (is == shape::integer) {
    if (!std::in_range<std::int64_t>(value))
      detail::refuse_cell("an integer beyond what 64 bits with a sign hold");
    return static_cast<std::int64_t>(value);
  } else if constexpr (is == shape::enumeration) {
    return to_cell(static_cast<std::underlying_type_t<T>>(value), memory);
  } else if constexpr (is == shape::real) {
    return static_cast<double>(value);
  } else if constexpr (detail::is_ordinal<T>) {
    return value.value();
  } else if constexpr (is == shape::duration) {
    return to_cell(value.count(), memory);
  } else if constexpr (is == shape::time) {
    return std::string_view{memory =
                                format_time(std::chrono::time_point_cast<std::chrono::nanoseconds>(value))};
  } else if constexpr (is == shape::identity) {
    return std::string_view{memory = value.to_string()};
  } else {
    memory.clear();
    encode(value, format::json, memory).value();
    return std::string_view{memory};
  }
}

/// The way back. Throws `failure` (`undecodable`) when the column holds something else. Reading a
/// `std::string_view` borrows the cell's text.
template<class T>
void read_cell(const cell& from, T& value) {
  constexpr shape is = shape_of<T>;
  if constexpr (is == shape::optional) {
    if (std::holds_alternative<std::monostate>(from)) return value.reset();
    read_cell(from, value.emplace());
  } else if constexpr (detail::gives_minimal<T>) {
    detail::minimal_in_json<T> given{};
    read_cell(from, given);
    detail::load_minimal_of(json_input_archive{{}}, value, given);
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
    value = detail::text_of(from);
  } else if constexpr (is == shape::boolean) {
    value = detail::whole_number(from) != 0;
  } else if constexpr (is == shape::integer) {
    const std::int64_t number = detail::whole_number(from);
    if (!std::in_range<T>(number)) detail::fail_cell("an integer out of the range of its type");
    value = static_cast<T>(number);
  } else if constexpr (is == shape::enumeration) {
    std::underlying_type_t<T> number{};
    read_cell(from, number);
    value = static_cast<T>(number);
  } else if constexpr (is == shape::real) {
    value = static_cast<T>(detail::real_number(from));
  } else if constexpr (detail::is_ordinal<T>) {
    value = T{detail::whole_number(from)};
  } else if constexpr (is == shape::duration) {
    typename T::rep count{};
    read_cell(from, count);
    value = T{count};
  } else if constexpr (is == shape::time) {
    value = std::chrono::time_point_cast<typename T::duration>(parse_time(detail::text_of(from)).value());
  } else if constexpr (is == shape::identity) {
    const auto id = T::parse(detail::text_of(from));
    if (!id) detail::fail_cell("text that is no id");
    value = *id;
  } else if constexpr (is != shape::unit) {
    decode(detail::text_of(from), json_content_type, value).value();
  }
}

template<class T>
[[nodiscard]] T from_cell(const cell& from) {
  T value{};
  read_cell(from, value);
  return value;
}

/// A cell together with what it borrows from. Does not move.
class held_cell {
 public:
  template<class T>
    requires(!std::same_as<T, held_cell>)
  explicit held_cell(const T& value) : cell_(to_cell(value, memory_)) {}
  held_cell(const held_cell&) = delete;
  held_cell& operator=(const held_cell&) = delete;

  [[nodiscard]] const cell& get() const { return cell_; }

 private:
  std::string memory_;
  cell cell_;
};

}  // namespace varve
