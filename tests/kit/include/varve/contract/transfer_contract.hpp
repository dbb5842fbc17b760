#pragma once

/// The contract of stores that take over another log's events (`event_store::import_commits`). Say in one
/// source file, outside of any namespace:
///
///     VARVE_TRANSFER_CONTRACT(my_store, my_fixture);

#include <varve/contract/suite.hpp>

namespace varve::contract {

/// Moving a log: the tests import into the subject what a store in memory has exported, or the other way.
[[nodiscard]] suite<store_fixture> transfer_contract();

}  // namespace varve::contract

/// Runs the suite over a type that derives from `store_fixture`.
#define VARVE_TRANSFER_CONTRACT(prefix, fixture) VARVE_CONTRACT_SUITE(prefix, transfer_contract, fixture)
