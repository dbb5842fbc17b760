#pragma once

/// The contract of `event_store`: what every store promises (docs/architecture.md, section 3;
/// docs/reference/pipe.md), as typed GoogleTest suites over a `store_fixture`. Say in one source file,
/// outside of any namespace:
///
///     VARVE_EVENT_STORE_CONTRACT(my_store, my_fixture);
///
/// Nothing in it can be skipped: each test first shows that its store holds what it wrote, and a store that
/// does nothing fails them all.

#include <varve/contract/append_contract.hpp>
#include <varve/contract/check_contract.hpp>
#include <varve/contract/closing_contract.hpp>
#include <varve/contract/concurrency_contract.hpp>
#include <varve/contract/condition_contract.hpp>
#include <varve/contract/deadline_contract.hpp>
#include <varve/contract/deletion_contract.hpp>
#include <varve/contract/expectation_contract.hpp>
#include <varve/contract/filter_contract.hpp>
#include <varve/contract/find_contract.hpp>
#include <varve/contract/idempotency_contract.hpp>
#include <varve/contract/limits_contract.hpp>
#include <varve/contract/listing_contract.hpp>
#include <varve/contract/log_reading_contract.hpp>
#include <varve/contract/read_only_contract.hpp>
#include <varve/contract/reopening_contract.hpp>
#include <varve/contract/status_contract.hpp>
#include <varve/contract/stream_reading_contract.hpp>
#include <varve/contract/token_contract.hpp>
#include <varve/contract/waiting_contract.hpp>

/// Runs every suite over a type that derives from `store_fixture`.
#define VARVE_EVENT_STORE_CONTRACT(prefix, fixture)                         \
  namespace varve::contract {                                               \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, append_contract, fixture);         \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, check_contract, fixture);          \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, closing_contract, fixture);        \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, concurrency_contract, fixture);    \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, condition_contract, fixture);      \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, deadline_contract, fixture);       \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, deletion_contract, fixture);       \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, expectation_contract, fixture);    \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, filter_contract, fixture);         \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, find_contract, fixture);           \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, idempotency_contract, fixture);    \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, limits_contract, fixture);         \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, listing_contract, fixture);        \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, log_reading_contract, fixture);    \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, read_only_contract, fixture);      \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, reopening_contract, fixture);      \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, status_contract, fixture);         \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, stream_reading_contract, fixture); \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, token_contract, fixture);          \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, waiting_contract, fixture);        \
  }                                                                         \
  static_assert(true, "a semicolon follows")
