#pragma once

#include <varve/eventstore/event_store.hpp>

#include "sample.hpp"

#include <span>

namespace bench {

/// Reads a log from its beginning to its end, as pages of 1,000 views whose rows' checksums were verified,
/// and touches every member of every view. Items are events.
sample scan_store(varve::event_store& store);

/// Reads whole streams by name, each as a page of views. Items are streams.
sample read_streams_of(varve::event_store& store, std::span<const varve::stream_id> names);

}  // namespace bench
