#include <varve/contract/compacted.hpp>
#include <varve/contract/compaction_contract.hpp>
#include <varve/contract/event_store_contract.hpp>

#include "postgres_fixture.hpp"
#include "was_compacted.hpp"

namespace varve::contract {
using compacted_postgres = compacted<postgres_fixture>;
}  // namespace varve::contract

VARVE_COMPACTION_CONTRACT(postgres, postgres_fixture);
VARVE_EVENT_STORE_CONTRACT(compacted_postgres, compacted_postgres);
VARVE_WAS_COMPACTED(compacted_postgres);
