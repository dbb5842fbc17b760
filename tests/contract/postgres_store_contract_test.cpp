#include <varve/contract/event_store_contract.hpp>
#include <varve/contract/transfer_contract.hpp>

#include "postgres_fixture.hpp"

VARVE_EVENT_STORE_CONTRACT(postgres, postgres_fixture);
VARVE_TRANSFER_CONTRACT(postgres, postgres_fixture);
