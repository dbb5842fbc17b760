#pragma once

#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/event_store.hpp>

#include "sample.hpp"
#include "workload.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace bench {

enum class tagging { none, two };

/// Appends of `events_per_append` events each, as a user would send them: with ids of their own, so that a
/// repeat would be known again, metadata, event times, and the expected revision of every stream that they
/// write. Events of one stream stand together within an append.
std::vector<varve::append_request> appends_of(std::span<const event> events, std::size_t events_per_append,
                                              tagging tags);

/// One caller sends the appends one after the other to a new log and waits for each. They are moved into the
/// store, which checks their JSON, digests them and judges their ids and expected revisions. Throws
/// varve::failure for any outcome but `appended`, as the others do.
sample append_to(varve::event_store& store, std::vector<varve::append_request> appends);

/// The same by one caller that waits for none: up to `in_flight` appends are on their way, so that one is
/// prepared while the store writes another, and those that meet share a commit.
sample stream_to(varve::event_store& store, std::vector<varve::append_request> appends,
                 std::size_t in_flight);

/// Threads that share a store. Of `all` callers, these are as many as `count` from the one numbered `first`:
/// each has its share of the events, one event an append, in streams of its own. Nobody conflicts.
class store_callers {
 public:
  store_callers(std::span<const event> events, std::size_t all, std::size_t first, std::size_t count);

  /// Once: all start together; the time ends when the last is done.
  sample append_to(varve::event_store& store);

 private:
  struct caller {
    std::vector<varve::append_request> appends;
    double worst_wait_seconds = 0;

    caller(std::span<const event> events, std::size_t number, std::size_t all);
    void run(varve::event_store& store);
  };

  std::vector<caller> callers_;
};

}  // namespace bench
