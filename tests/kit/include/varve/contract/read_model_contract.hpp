#pragma once

/// The contract of `read_model`, and of projections over it, as typed GoogleTest suites over a
/// `read_model_fixture`. Say in one source file, outside of any namespace:
///
///     VARVE_READ_MODEL_CONTRACT(my_database, my_fixture);

#include <varve/contract/projection_contract.hpp>
#include <varve/contract/read_model_session_contract.hpp>

/// Runs both suites over a type that derives from `read_model_fixture`.
#define VARVE_READ_MODEL_CONTRACT(prefix, fixture)                              \
  namespace varve::contract {                                                   \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, read_model_session_contract, fixture); \
  INSTANTIATE_TYPED_TEST_SUITE_P(prefix, projection_contract, fixture);         \
  }                                                                             \
  static_assert(true, "a semicolon follows")
