#include <varve/contract/read_model_contract.hpp>

#include "postgres_read_model_fixture.hpp"

VARVE_READ_MODEL_CONTRACT(postgres, postgres_read_model_fixture);
VARVE_READ_MODEL_CONTRACT(postgres_behind_a_pooler, pooled_read_model_fixture);

namespace varve::contract {
namespace {

const auto* const server = testing::need_postgres();

}  // namespace
}  // namespace varve::contract
