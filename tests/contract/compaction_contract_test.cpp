#include <varve/contract/compacted.hpp>
#include <varve/contract/compaction_contract.hpp>
#include <varve/contract/event_store_contract.hpp>

#include "memory_fixture.hpp"
#include "sqlite_fixture.hpp"
#include "was_compacted.hpp"

namespace varve::contract {
using compacted_memory = compacted<memory_fixture>;
using compacted_sqlite = compacted<sqlite_fixture>;
}  // namespace varve::contract

VARVE_COMPACTION_CONTRACT(memory, memory_fixture);
VARVE_COMPACTION_CONTRACT(sqlite, sqlite_fixture);
VARVE_EVENT_STORE_CONTRACT(compacted_memory, compacted_memory);
VARVE_EVENT_STORE_CONTRACT(compacted_sqlite, compacted_sqlite);
VARVE_WAS_COMPACTED(compacted_memory);
VARVE_WAS_COMPACTED(compacted_sqlite);
