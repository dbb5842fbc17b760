#pragma once

#include "projection_runner.hpp"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace varve::detail {

/// Brings every runner to the head, always the one that is furthest behind first, so that they come to share
/// their reads. `after_step` hears of each step. Answers with the first failure; the others have gone on.
std::optional<error> poll_all(std::span<projection_runner* const> runners, const std::stop_token& stop,
                              const std::function<void(projection_runner&)>& after_step);

/// Takes a generation that is nearly caught up over its last steps, all its ranges, and shows it, in one
/// transaction, while nobody else can write. Throws `failure`.
void switch_to(read_model& model, std::span<projection_runner* const> ranges);

/// Brings the previous generation up to the live one and shows it again. Throws `failure`.
void switch_back(event_store& log, read_model& model, const projection_description& of, page_decoder decode,
                 const projector_options& how, change_signal& changed);

}  // namespace varve::detail
