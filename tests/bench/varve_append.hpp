#pragma once

#include <varve/eventstore/append_request.hpp>
#include <varve/sqlite/event_store.hpp>

#include "sample.hpp"
#include "workload.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace bench {

enum class tagging { none, two };

/// Appends of `events_per_append` events each, as a user would send them: with ids of their own, so that a
/// repeat would be known again, metadata, event times, and the expected revision of every stream that they
/// write. Events of one stream stand together within an append.
std::vector<varve::append_request> appends_of(std::span<const event> events, std::size_t events_per_append,
                                              tagging tags);

/// One caller sends the appends one after the other to a new log at `file` and waits for each. Making the
/// requests and the log, and closing it, are not timed; they are moved into the store, which checks their
/// JSON, digests them and judges their ids and expected revisions. Throws varve::failure for any outcome but
/// `appended`.
sample append_to_varve(const std::filesystem::path& file, std::vector<varve::append_request> appends);

/// The same by one caller that waits for none: up to `in_flight` appends are on their way, so that one is
/// prepared while the store writes another, and those that meet share a commit.
sample stream_to_varve(const std::filesystem::path& file, std::vector<varve::append_request> appends,
                       std::size_t in_flight);

/// As baseline::append_from_many: `callers` threads share one store, each with its own streams and its share
/// of the events, one event an append.
sample append_to_varve_from_many(const std::filesystem::path& file, std::span<const event> events,
                                 std::size_t callers);

}  // namespace bench
