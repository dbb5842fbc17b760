#pragma once

#include <varve/eventstore/event_store.hpp>

#include <chrono>

namespace varve::crash {

/// Appends orders of a few streams and countries, with such a pause between them, until the input ends.
void feed_into(event_store& log, std::chrono::milliseconds pause);

}  // namespace varve::crash
