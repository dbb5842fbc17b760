#pragma once

/// The contract of `event_store`: what every store promises (docs/architecture.md, section 3;
/// docs/reference/pipe.md), as GoogleTest suites over a `store_fixture`. Say in one source file,
/// outside of any namespace:
///
///     VARVE_EVENT_STORE_CONTRACT(my_store, my_fixture);
///
/// Nothing in it can be skipped: each test first shows that its store holds what it wrote, and a store that
/// does nothing fails them all.

#include <varve/contract/suite.hpp>

#include <vector>

namespace varve::contract {

/// What stands in the log after an append.
[[nodiscard]] suite<store_fixture> append_contract();
/// Demands on streams that an append does not write.
[[nodiscard]] suite<store_fixture> check_contract();
/// Ending a store.
[[nodiscard]] suite<store_fixture> closing_contract();
/// What holds under any number of racing writers and following readers.
[[nodiscard]] suite<store_fixture> concurrency_contract();
/// Append conditions: nothing that matches a query stands behind a token.
[[nodiscard]] suite<store_fixture> condition_contract();
/// Deadlines on append and read; those of waiting stand in `waiting_contract`.
[[nodiscard]] suite<store_fixture> deadline_contract();
/// Deleting and truncating streams, which are events of `$streams`.
[[nodiscard]] suite<store_fixture> deletion_contract();
/// Expected revisions of streams that an append writes: the table of `expected`.
[[nodiscard]] suite<store_fixture> expectation_contract();
/// Which events a filtered read of the log gives.
[[nodiscard]] suite<store_fixture> filter_contract();
/// Looking events up by id and by position.
[[nodiscard]] suite<store_fixture> find_contract();
/// Appends that come again.
[[nodiscard]] suite<store_fixture> idempotency_contract();
/// The stated limits: what is just inside is kept whole, what is just outside is refused.
[[nodiscard]] suite<store_fixture> limits_contract();
/// Listing streams.
[[nodiscard]] suite<store_fixture> listing_contract();
/// Reading the log, in both directions.
[[nodiscard]] suite<store_fixture> log_reading_contract();
/// A store that was opened for reading.
[[nodiscard]] suite<store_fixture> read_only_contract();
/// What a log still knows when it is opened again, and what several stores on one log see of each other.
[[nodiscard]] suite<store_fixture> reopening_contract();
/// What a store says of itself and of its log.
[[nodiscard]] suite<store_fixture> status_contract();
/// Reading one stream, in both directions.
[[nodiscard]] suite<store_fixture> stream_reading_contract();
/// Epochs, and whether a place belongs to this log's history.
[[nodiscard]] suite<store_fixture> token_contract();
/// Waiting for the log to grow.
[[nodiscard]] suite<store_fixture> waiting_contract();

/// All of these.
[[nodiscard]] std::vector<suite<store_fixture>> event_store_suites();

}  // namespace varve::contract

/// Runs every suite over a type that derives from `store_fixture`.
#define VARVE_EVENT_STORE_CONTRACT(prefix, fixture)         \
  namespace varve::contract {                               \
  [[maybe_unused]] static const bool prefix##_event_store = \
      add_suites<fixture>(#prefix, event_store_suites());   \
  }                                                         \
  static_assert(true, "a semicolon follows")
