#pragma once

#include <varve/eventstore/append_request.hpp>

#include <cstdint>
#include <string>

namespace varve::contract {

/// An id that says where it comes from; the same for the same number.
[[nodiscard]] event_id id(std::uint32_t number);

/// An event of type `noted` with the data `{"n":0}` and, when `number` is not 0, an id of its own.
[[nodiscard]] new_event noted(std::uint32_t number = 0);
/// The same with another type.
[[nodiscard]] new_event of_type(std::string type, std::uint32_t number = 0);
/// The same with tags.
[[nodiscard]] new_event tagged(tags labels, std::uint32_t number = 0);

/// So many events without ids.
[[nodiscard]] std::vector<new_event> several(std::size_t count);

/// An append to one stream.
[[nodiscard]] append_request to(stream_id stream, std::vector<new_event> events = {noted()},
                                expected demand = {});
/// The same append with a check of another stream.
[[nodiscard]] append_request with_check(append_request request, stream_id stream, expected demand);
/// The same append with a condition.
[[nodiscard]] append_request with_condition(append_request request, query which, token after = {});
/// The same change with an id.
[[nodiscard]] append_request with_id(append_request change, std::uint32_t number);
/// The same append with a deadline.
[[nodiscard]] append_request with_deadline(append_request request, instant deadline);

/// A query with one item.
[[nodiscard]] query of(std::vector<std::string> types, std::vector<std::string> labels = {});

}  // namespace varve::contract
