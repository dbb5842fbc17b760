#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/page.hpp>

#include "reader.hpp"

namespace varve::sqlite {

/// `event_store::read_log` for a request that has passed the door.
[[nodiscard]] result<page> read_log(reader& source, const token& after, const filter& which,
                                    const read_options& how, const clock& time);

/// `event_store::info`.
[[nodiscard]] log_info describe_log(reader& source);

}  // namespace varve::sqlite
