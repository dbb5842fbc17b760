#include <varve/contract/consumer_contract.hpp>

#include "memory_consumer_fixture.hpp"

VARVE_CONSUMER_CONTRACT(memory, memory_consumer_fixture);
