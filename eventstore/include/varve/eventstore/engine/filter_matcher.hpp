#pragma once

#include <varve/core/tags.hpp>
#include <varve/eventstore/filter.hpp>

#include <string_view>

namespace varve::engine {

/// Whether an event matches a query (see `query`).
[[nodiscard]] bool matches(const query& which, std::string_view type, tags_view tags);

/// Whether an event passes a filter (see `filter`).
[[nodiscard]] bool matches(const filter& which, std::string_view stream, std::string_view type,
                           tags_view tags);

}  // namespace varve::engine
