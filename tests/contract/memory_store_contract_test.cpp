#include <varve/contract/event_store_contract.hpp>
#include <varve/contract/transfer_contract.hpp>

#include "memory_fixture.hpp"

VARVE_EVENT_STORE_CONTRACT(memory, memory_fixture);
VARVE_TRANSFER_CONTRACT(memory, memory_fixture);
