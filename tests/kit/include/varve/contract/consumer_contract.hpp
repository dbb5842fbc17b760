#pragma once

/// The contract of `checkpoint_store`, and of subscriptions over it, as GoogleTest suites over a
/// `consumer_fixture`. Say in one source file, outside of any namespace:
///
///     VARVE_CONSUMER_CONTRACT(my_places, my_fixture);
///
/// A place that keeps nothing fails every one of these tests.

#include <varve/contract/consumer_fixture.hpp>
#include <varve/contract/suite.hpp>

namespace varve::contract {

/// What every place for checkpoints promises: the fence that lets one consumer at a time go on.
[[nodiscard]] suite<consumer_fixture> checkpoint_contract();
/// What a subscription promises over a log and a place for checkpoints.
[[nodiscard]] suite<consumer_fixture> subscription_contract();

}  // namespace varve::contract

/// Runs both suites over a type that derives from `consumer_fixture`.
#define VARVE_CONSUMER_CONTRACT(prefix, fixture)              \
  VARVE_CONTRACT_SUITE(prefix, checkpoint_contract, fixture); \
  VARVE_CONTRACT_SUITE(prefix, subscription_contract, fixture)
