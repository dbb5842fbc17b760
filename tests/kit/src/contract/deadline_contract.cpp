#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

VARVE_CONTRACT(deadline_contract, an_append_whose_deadline_has_come_is_not_written) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.refuses(with_deadline(to("a"), log.time().steady()), errc::timeout);
  const instant soon = log.time().steady() + std::chrono::seconds{1};
  log.time().advance(std::chrono::seconds{1});
  log.refuses(with_deadline(to("a"), soon), errc::timeout);
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(deadline_contract, the_same_holds_for_an_append_that_does_not_block) {
  log.write("a");
  EXPECT_EQ(name_of(log.append_by_callback(with_deadline(to("a"), log.time().steady()))), "timeout");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(deadline_contract, an_append_before_its_deadline_is_written) {
  const instant later = log.time().steady() + std::chrono::hours{1};
  log.good(with_deadline(to("a"), later));
  EXPECT_EQ(name_of(log.append_by_callback(with_deadline(to("a"), later))), "appended");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(deadline_contract, what_is_malformed_is_so_at_any_time) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.refuses(with_deadline(to("a", {}), log.time().steady()), errc::invalid_argument);
}

VARVE_CONTRACT(deadline_contract, a_timeout_leaves_the_ids_free) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.refuses(with_deadline(to("a", {noted(1)}), log.time().steady()), errc::timeout);
  log.good(to("a", {noted(1)}));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(deadline_contract, a_read_whose_deadline_has_come_is_a_timeout) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const read_options late{.deadline = log.time().steady()};
  const read_options commits_late{.whole_commits = true, .deadline = log.time().steady()};
  EXPECT_EQ(name_of(log->read_log(token::start(), {}, late)), "timeout");
  EXPECT_EQ(name_of(log->read_log(token::start(), {}, commits_late)), "timeout");
  EXPECT_EQ(name_of(log->read_stream("a", {}, {}, late)), "timeout");
}

VARVE_CONTRACT(deadline_contract, a_read_before_its_deadline_is_answered) {
  log.write("a");
  const read_options in_time{.deadline = log.time().steady() + std::chrono::hours{1}};
  EXPECT_EQ(log->read_log(token::start(), {}, in_time).value().size(), 1U);
  EXPECT_EQ(log->read_stream("a", {}, {}, in_time).value().size(), 1U);
}

}  // namespace

suite<store_fixture> deadline_contract() {
  return {"deadline_contract",
          simulated,
          {VARVE_SHOWN(deadline_contract, an_append_whose_deadline_has_come_is_not_written),
           VARVE_SHOWN(deadline_contract, the_same_holds_for_an_append_that_does_not_block),
           VARVE_SHOWN(deadline_contract, an_append_before_its_deadline_is_written),
           VARVE_SHOWN(deadline_contract, what_is_malformed_is_so_at_any_time),
           VARVE_SHOWN(deadline_contract, a_timeout_leaves_the_ids_free),
           VARVE_SHOWN(deadline_contract, a_read_whose_deadline_has_come_is_a_timeout),
           VARVE_SHOWN(deadline_contract, a_read_before_its_deadline_is_answered)}};
}

}  // namespace varve::contract
