#pragma once

#include <varve/core/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace varve::cli {

/// Writes one JSON object behind a text, member by member.
class json_object {
 public:
  explicit json_object(std::string& out) : out_(out) { out_ += '{'; }

  json_object& text(std::string_view name, std::string_view value);
  json_object& number(std::string_view name, std::int64_t value);
  json_object& boolean(std::string_view name, bool value);
  /// `value` is JSON.
  json_object& raw(std::string_view name, std::string_view value);
  /// The text behind this name is written by the caller.
  std::string& member(std::string_view name);
  void close() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

/// Writes a JSON array of whatever `write(out, element)` makes of the elements of a range.
template<class Range, class Write>
void write_array(std::string& out, const Range& range, Write&& write) {
  out += '[';
  bool first = true;
  for (const auto& element : range) {
    if (!first) out += ',';
    first = false;
    write(out, element);
  }
  out += ']';
}

}  // namespace varve::cli
