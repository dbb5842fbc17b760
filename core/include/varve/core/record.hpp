#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/event_names.hpp>
#include <varve/core/new_event.hpp>
#include <varve/core/result.hpp>

#include <concepts>
#include <string>
#include <utility>
#include <variant>

namespace varve {
namespace detail {

void tags_of();

/// `varve::tags tags_of(const E&)` beside the event: labels by which queries and conditions find it.
template<class E>
concept tagged_event = requires(const E& event) {
  { tags_of(event) } -> std::convertible_to<tags>;
};

template<class E>
tags call_tags_of(const E& event) {
  if constexpr (tagged_event<E>)
    return tags_of(event);
  else
    return {};
}

/// Names the event before what is wrong with it.
[[nodiscard]] inline error unwritable(std::string_view name, const error& why) {
  return {why.code, "event '" + std::string(name) + "': " + why.message};
}

template<class E>
result<new_event> record_one(const E& event, format how) try {
  static_assert(!is_stream_change<E>, "varve: the events of $streams are written by a store, not by a user");
  new_event out;
  if (auto encoded = encode(event, how, out.data); !encoded)
    return unwritable(E::event_name, encoded.error());
  out.type = E::event_name;
  if (how == format::binary) out.content_type = binary_content_type;
  out.tags = call_tags_of(event);
  return out;
} catch (const failure& problem) {
  return unwritable(E::event_name, problem.error());
}

}  // namespace detail

/// An event on its way into a log: its name, its data in the format asked for, and its tags, which a free
/// function `varve::tags tags_of(const E&)` beside the event may give. `invalid_argument` when one of these
/// cannot be written; other exceptions of `tags_of` pass through.
template<event_family F>
[[nodiscard]] result<new_event> record(const event_of<F>& event, format how = format::json) {
  return std::visit([how](const auto& one) { return detail::record_one(one, how); }, event);
}

}  // namespace varve
