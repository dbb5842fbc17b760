#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/projections/detail/projection_body.hpp>
#include <varve/projections/projection_status.hpp>

namespace varve::detail {

/// What the database knows of a projection, with its lag in events.
[[nodiscard]] projection_status read_status(read_model_session& in, std::string_view projection,
                                            const log_info& log);

/// How long ago the first event behind `after` was recorded that has one of these names, or, without names,
/// any; 0 without one.
[[nodiscard]] std::chrono::nanoseconds age_of_next(event_store& log, const token& after,
                                                   const std::vector<std::string>& events, const clock& time);

[[nodiscard]] error other_history(const std::string& whose, const token& place, const log_info& log);

}  // namespace varve::detail
