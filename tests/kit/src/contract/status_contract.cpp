#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

VARVE_CONTRACT(status_contract, names_kind_place_and_durability) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const store_status status = log->status();
  EXPECT_FALSE(status.kind.empty());
  EXPECT_FALSE(status.location.empty());
  EXPECT_FALSE(status.durability.empty());
  EXPECT_EQ(status.now, store_status::state::open);
  EXPECT_EQ(status.waiting_appends, 0U);
  EXPECT_EQ(status.waiting_bytes, 0U);
}

VARVE_CONTRACT(status_contract, info_of_an_empty_log_is_all_zero) {
  const log_info empty = log->info().value();
  EXPECT_TRUE(empty.epoch.stated());
  EXPECT_EQ(empty.head, (token{empty.epoch, position{0}}));
  EXPECT_EQ(empty.events, 0);
  EXPECT_EQ(empty.streams, 0);
  EXPECT_TRUE(empty.ancestors.empty());
  log.write("a");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(status_contract, info_counts_all_that_was_ever_written_without_reserved_streams) {
  log.write("a", 3);
  log.write("b", 2);
  log.good(append_request::truncate("a", revision{2}));
  log.good(append_request::soft_delete("b"));
  log.good(append_request::hard_delete("a"));
  log.good(append_request::hard_delete("never"));
  const log_info info = log->info().value();
  EXPECT_EQ(info.events, 5);
  EXPECT_EQ(info.streams, 2);
  EXPECT_EQ(info.head.position, position{9});
  EXPECT_EQ(log.places().size(), 9U);
}

VARVE_CONTRACT(status_contract, info_does_not_count_what_was_refused) {
  log.write("a");
  log.loses(to("b", several(3), revision{1}));
  log.refuses(to("c", {}), errc::invalid_argument);
  const log_info info = log->info().value();
  EXPECT_EQ(info.events, 1);
  EXPECT_EQ(info.streams, 1);
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

}  // namespace

suite<store_fixture> status_contract() {
  return {"status_contract",
          simulated,
          {VARVE_SHOWN(status_contract, names_kind_place_and_durability),
           VARVE_SHOWN(status_contract, info_of_an_empty_log_is_all_zero),
           VARVE_SHOWN(status_contract, info_counts_all_that_was_ever_written_without_reserved_streams),
           VARVE_SHOWN(status_contract, info_does_not_count_what_was_refused)}};
}

}  // namespace varve::contract
