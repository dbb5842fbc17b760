#pragma once

#include <varve/core/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Reading of requests: values out of JSON, with errors that name the place (`writes[0].events[2].id must be
/// a UUID`). A text is compact before it is read.
namespace varve::cli {

/// Positions, revisions and counts lie below 2^53, so that every language reads them exactly.
inline constexpr std::int64_t number_limit = std::int64_t{1} << 53U;

/// `invalid_argument` for a value as a whole: `demand` completes the name that callers put before it.
[[nodiscard]] error must(std::string_view demand);
/// Puts a place before the message of an error.
[[nodiscard]] error at_member(std::string_view name, error wrong);
[[nodiscard]] error at_element(std::size_t index, error wrong);

[[nodiscard]] result<std::string> read_text(json::view value);
[[nodiscard]] result<bool> read_boolean(json::view value);
/// An integer from 0 to below 2^53.
[[nodiscard]] result<std::int64_t> read_number(json::view value);
[[nodiscard]] result<std::vector<std::string>> read_texts(json::view value);

/// Gives each element of an array to `take(value)`; the first error ends the walk.
template<class Take>
[[nodiscard]] result<void> for_each_element(json::view array, Take&& take) {
  if (array.kind() != json::kind::array) return must("be an array");
  std::size_t index = 0;
  for (const json::view element : array) {
    if (auto good = take(element); !good) return at_element(index, std::move(good).error());
    ++index;
  }
  return {};
}

/// Gives each member of an object to `take(name, value)`, which passes over those that it does not know; the
/// first error ends the walk, and so does a name that stands twice.
template<class Take>
[[nodiscard]] result<void> for_each_member(json::view object, Take&& take) {
  if (object.kind() != json::kind::object) return must("be an object");
  if (const auto twice = object.repeated_member()) return must("not have the member '" + *twice + "' twice");
  for (auto at = object.begin(); at != object.end(); ++at) {
    const auto name = at.name().text();
    if (!name) continue;  // with a lone surrogate it is none that is known
    if (auto good = take(std::string_view(*name), *at); !good)
      return at_member(*name, std::move(good).error());
  }
  return {};
}

/// Puts what was read where it belongs.
template<class T, class Target>
[[nodiscard]] result<void> store_in(Target& target, result<T> read) {
  if (!read) return std::move(read).error();
  target = *std::move(read);
  return {};
}

}  // namespace varve::cli
