// planted_stores PLANT: runs the contract suites over a store with that defect and demands that the tests
// which are named for it fail; of a store that does nothing all must fail, of one without a defect none.

#include <varve/contract/event_store_contract.hpp>

#include "plant_run.hpp"
#include "planted_fixture.hpp"

VARVE_EVENT_STORE_CONTRACT(planted, planted_fixture);

int main(int argc, char** argv) {
  return varve::contract::run_planted(argc, argv, varve::contract::plants(), varve::contract::chosen(), 200);
}
