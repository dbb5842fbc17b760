#include <varve/contract/lease_contract.hpp>

#include "memory_lease_fixture.hpp"

VARVE_LEASE_CONTRACT(memory, memory_lease_fixture);
