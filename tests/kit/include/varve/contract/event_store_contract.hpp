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
[[nodiscard]] suite append_contract();
/// Demands on streams that an append does not write.
[[nodiscard]] suite check_contract();
/// Ending a store.
[[nodiscard]] suite closing_contract();
/// What holds under any number of racing writers and following readers.
[[nodiscard]] suite concurrency_contract();
/// Append conditions: nothing that matches a query stands behind a token.
[[nodiscard]] suite condition_contract();
/// Deadlines on append and read; those of waiting stand in `waiting_contract`.
[[nodiscard]] suite deadline_contract();
/// Deleting and truncating streams, which are events of `$streams`.
[[nodiscard]] suite deletion_contract();
/// Expected revisions of streams that an append writes: the table of `expected`.
[[nodiscard]] suite expectation_contract();
/// Which events a filtered read of the log gives.
[[nodiscard]] suite filter_contract();
/// Looking events up by id and by position.
[[nodiscard]] suite find_contract();
/// Appends that come again.
[[nodiscard]] suite idempotency_contract();
/// The stated limits: what is just inside is kept whole, what is just outside is refused.
[[nodiscard]] suite limits_contract();
/// Listing streams.
[[nodiscard]] suite listing_contract();
/// Reading the log, in both directions.
[[nodiscard]] suite log_reading_contract();
/// A store that was opened for reading.
[[nodiscard]] suite read_only_contract();
/// What a log still knows when it is opened again, and what several stores on one log see of each other.
[[nodiscard]] suite reopening_contract();
/// What a store says of itself and of its log.
[[nodiscard]] suite status_contract();
/// Reading one stream, in both directions.
[[nodiscard]] suite stream_reading_contract();
/// Epochs, and whether a place belongs to this log's history.
[[nodiscard]] suite token_contract();
/// Waiting for the log to grow.
[[nodiscard]] suite waiting_contract();

/// All of these.
[[nodiscard]] std::vector<suite> event_store_suites();

}  // namespace varve::contract

/// Runs every suite over a type that derives from `store_fixture`.
#define VARVE_EVENT_STORE_CONTRACT(prefix, fixture)         \
  namespace varve::contract {                               \
  [[maybe_unused]] static const bool prefix##_event_store = \
      add_suites<fixture>(#prefix, event_store_suites());   \
  }                                                         \
  static_assert(true, "a semicolon follows")
