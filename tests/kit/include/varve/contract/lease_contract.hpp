#pragma once

/// The contract of `lease_store`, as a GoogleTest suite over a `lease_fixture`. Say in one source file,
/// outside of any namespace:
///
///     VARVE_LEASE_CONTRACT(my_leases, my_fixture);
///
/// A store that does nothing fails every one of these tests.

#include <varve/contract/lease_fixture.hpp>
#include <varve/contract/suite.hpp>

namespace varve::contract {

/// What every place for leases promises. Terms are counted in hours, so that it does not matter how long a
/// test takes.
[[nodiscard]] suite<lease_fixture> lease_contract();

}  // namespace varve::contract

/// Runs the suite over a type that derives from `lease_fixture`.
#define VARVE_LEASE_CONTRACT(prefix, fixture) VARVE_CONTRACT_SUITE(prefix, lease_contract, fixture)
