#pragma once

#include <varve/commands/handle_algorithm.hpp>
#include <varve/core/clock.hpp>
#include <varve/eventstore/event_store.hpp>

namespace varve {

/// Runs a handle algorithm to its end on the calling thread. Must not be called from an `append_callback`.
[[nodiscard]] result<handled_all> drive(handle_algorithm& algorithm, event_store& store, const clock& time);

}  // namespace varve
