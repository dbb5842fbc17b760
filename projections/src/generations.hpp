#pragma once

#include <varve/projections/detail/projection_body.hpp>
#include <varve/projections/read_model.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace varve::detail {

// What happens to the generations of a projection, each within one session that writes. All throw `failure`.

/// The generation that a runner with this description feeds: the live one, else the previous one, by their
/// fingerprints; the first one is made. `unsupported` when a rebuild is due.
[[nodiscard]] std::int64_t generation_to_feed(read_model_session& in, const projection_description& of,
                                              projection_body& body);

/// Begins the next generation beside the live one, or goes on with one that this code began earlier.
/// `unsupported` when newer code is live or is building; `invalid_argument` when a plain name is not ours.
[[nodiscard]] std::int64_t begin_building(read_model_session& in, const projection_description& of,
                                          projection_body& body);

/// Whether that generation has come, with all its ranges, at least as far as any of the live one.
[[nodiscard]] bool is_caught_up(read_model_session& in, std::string_view projection, std::int64_t generation);

/// Lets nobody save any more who has taken a range of that generation over.
void fence(read_model_session& in, std::string_view projection, std::int64_t generation);

/// Shows that generation in the place of the live one, which becomes the previous one and whose runner is
/// fenced.
void make_live(read_model_session& in, std::string_view projection, std::int64_t generation);

/// Gives the previous generation up.
void forget_previous(read_model_session& in, std::string_view projection);

/// Empties and drops the tables of generations that are neither live, nor being built, nor the previous one.
/// Takes transactions of its own, each about `slice` long.
void drop_abandoned(read_model& model, std::string_view projection, std::chrono::nanoseconds slice,
                    const clock& time);

}  // namespace varve::detail
