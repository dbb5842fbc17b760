#pragma once

#include "../sample.hpp"
#include "../workload.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace bench::baseline {

/// Many callers without a queue between them: each is a thread with a connection of its own to a new
/// postgres_event_table, and appends its share of the events one after the other, in streams of its own, by
/// one_insert::plain. The time ends when the last caller is done. Connecting and making the table are not
/// timed.
///
/// This is what pgbench does with a script of that one INSERT, with the payload made on the client's side.
sample insert_from_many(const std::string& url, std::span<const event> events, std::size_t connections);

/// The same by one_insert::locked: one event a transaction, under one lock for all.
sample insert_under_lock(const std::string& url, std::span<const event> events, std::size_t connections);

/// One connection, all of `events`, a whole number of batches, by unnest_insert, one after the other.
sample insert_batches(const std::string& url, std::span<const event> events, std::size_t events_per_batch);

}  // namespace bench::baseline
