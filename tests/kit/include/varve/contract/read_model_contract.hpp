#pragma once

/// The contract of `read_model`, and of projections over it, as GoogleTest suites over a
/// `read_model_fixture`. Say in one source file, outside of any namespace:
///
///     VARVE_READ_MODEL_CONTRACT(my_database, my_fixture);

#include <varve/contract/read_model_fixture.hpp>
#include <varve/contract/suite.hpp>

namespace varve::contract {

/// What every database for read models promises to the projections that write it.
[[nodiscard]] suite<read_model_fixture> read_model_session_contract();
/// What projections promise over a database for read models.
[[nodiscard]] suite<read_model_fixture> projection_contract();

}  // namespace varve::contract

/// Runs both suites over a type that derives from `read_model_fixture`.
#define VARVE_READ_MODEL_CONTRACT(prefix, fixture)                    \
  VARVE_CONTRACT_SUITE(prefix, read_model_session_contract, fixture); \
  VARVE_CONTRACT_SUITE(prefix, projection_contract, fixture)
