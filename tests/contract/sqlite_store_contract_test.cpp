#include <varve/contract/event_store_contract.hpp>
#include <varve/contract/transfer_contract.hpp>

#include "sqlite_fixture.hpp"

VARVE_EVENT_STORE_CONTRACT(sqlite, sqlite_fixture);
VARVE_TRANSFER_CONTRACT(sqlite, sqlite_fixture);
