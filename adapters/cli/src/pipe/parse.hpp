#pragma once

#include "input/json_fields.hpp"
#include "pipe/request.hpp"

/// One parser for each kind of request; `object` is the whole line.
namespace varve::cli::pipe {

[[nodiscard]] result<operation> parse_append(json::view object);
[[nodiscard]] result<operation> parse_delete(json::view object);
[[nodiscard]] result<operation> parse_truncate(json::view object);
[[nodiscard]] result<operation> parse_read(json::view object);
[[nodiscard]] result<operation> parse_streams(json::view object);
[[nodiscard]] result<operation> parse_wait(json::view object);

/// A place in the log: a number, or `{epoch, position}`.
[[nodiscard]] result<token> read_token(json::view value);
[[nodiscard]] result<query> read_query(json::view value);

/// Appends what was read.
template<class T>
[[nodiscard]] result<void> push_into(std::vector<T>& list, result<T> read) {
  if (!read) return std::move(read).error();
  list.push_back(*std::move(read));
  return {};
}

}  // namespace varve::cli::pipe
