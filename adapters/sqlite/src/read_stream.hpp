#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include "reader.hpp"

namespace varve::sqlite {

/// `event_store::read_stream` for a request that has passed the door.
[[nodiscard]] result<page> read_stream(reader& source, std::string_view name, revision from,
                                       const filter& which, const read_options& how, const clock& time);

/// `event_store::list_streams` for a request that has passed the door.
[[nodiscard]] stream_listing list_streams(reader& source, const stream_range& range);

}  // namespace varve::sqlite
