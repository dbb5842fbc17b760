#include <varve/contract/event_store_contract.hpp>

namespace varve::contract {

std::vector<suite<store_fixture>> event_store_suites() {
  return {append_contract(),    check_contract(),          closing_contract(),     concurrency_contract(),
          condition_contract(), deadline_contract(),       deletion_contract(),    expectation_contract(),
          filter_contract(),    find_contract(),           idempotency_contract(), limits_contract(),
          listing_contract(),   log_reading_contract(),    read_only_contract(),   reopening_contract(),
          status_contract(),    stream_reading_contract(), token_contract(),       waiting_contract()};
}

}  // namespace varve::contract
