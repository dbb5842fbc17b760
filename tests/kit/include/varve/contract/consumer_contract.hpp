#pragma once

/// The contract of `checkpoint_store`, and of subscriptions over it, as typed GoogleTest suites over a
/// `consumer_fixture`. Say in one source file, outside of any namespace:
///
///     VARVE_CONSUMER_CONTRACT(my_places, my_fixture);
///
/// A place that keeps nothing fails every one of these tests.

#include <varve/contract/checkpoint_contract.hpp>
#include <varve/contract/subscription_contract.hpp>

/// Runs both suites over a type that derives from `consumer_fixture`.
#define VARVE_CONSUMER_CONTRACT(prefix, fixture)                          \
  namespace varve::contract {                                             \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, checkpoint_contract, fixture);   \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, subscription_contract, fixture); \
  }                                                                       \
  static_assert(true, "a semicolon follows")
