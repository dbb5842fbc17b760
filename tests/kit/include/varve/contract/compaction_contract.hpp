#pragma once

/// The contract of stores that compact (`event_store::compact`) and take over events (`import_commits`), and
/// of retention on them. Say in one source file, outside of any namespace:
///
///     VARVE_COMPACTION_CONTRACT(my_store, my_fixture);

#include <varve/contract/suite.hpp>

namespace varve::contract {

/// What a log still knows and promises once hidden events are compacted.
[[nodiscard]] suite<store_fixture> compaction_contract();

}  // namespace varve::contract

/// Runs the suite over a type that derives from `store_fixture`.
#define VARVE_COMPACTION_CONTRACT(prefix, fixture) VARVE_CONTRACT_SUITE(prefix, compaction_contract, fixture)
