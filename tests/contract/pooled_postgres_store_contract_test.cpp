#include <varve/contract/compaction_contract.hpp>
#include <varve/contract/event_store_contract.hpp>
#include <varve/contract/transfer_contract.hpp>

#include "postgres_fixture.hpp"

VARVE_EVENT_STORE_CONTRACT(pooled_postgres, pooled_postgres_fixture);
VARVE_TRANSFER_CONTRACT(pooled_postgres, pooled_postgres_fixture);
VARVE_COMPACTION_CONTRACT(pooled_postgres, pooled_postgres_fixture);
