#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

VARVE_CONTRACT(check_contract, an_append_is_written_when_its_checks_hold) {
  log.write("a", 2);
  append_request request = with_check(to("b"), "a", revision{1});
  request = with_check(std::move(request), "c", expected::no_stream());
  log.good(std::move(request));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:b@0"}));
}

VARVE_CONTRACT(check_contract, a_check_that_fails_is_a_conflict_and_nothing_is_written) {
  log.write("a", 2);
  const conflict out = log.loses(with_check(to("b"), "a", revision{0}));
  EXPECT_EQ(out.stream, "a");
  EXPECT_EQ(out.expected, expected{revision{0}});
  EXPECT_EQ(out.actual, revision{1});
  EXPECT_EQ(log.loses(with_check(to("b"), "c", expected::stream_exists())).actual, std::nullopt);
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(check_contract, an_append_may_be_checks_alone) {
  log.write("a", 2);
  ASSERT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
  const appended out = log.good(with_check({}, "a", revision{1}));
  EXPECT_TRUE(out.writes.empty());
  EXPECT_EQ(out.first, position{0});
  EXPECT_EQ(out.last, position{0});
  EXPECT_FALSE(out.replayed);
  EXPECT_EQ(out.token, log.head());
  EXPECT_EQ(log.loses(with_check({}, "a", revision{0})).stream, "a");
  EXPECT_EQ(log.head().position, position{2});
}

VARVE_CONTRACT(check_contract, checks_are_judged_after_the_writes_in_their_order) {
  log.write("a");
  log.write("b");
  append_request request = to("a", several(1), expected::no_stream());
  request = with_check(std::move(request), "b", expected::no_stream());
  request = with_check(std::move(request), "c", expected::stream_exists());
  EXPECT_EQ(log.loses(request).stream, "a");
  request.writes.front().expected = revision{0};
  EXPECT_EQ(log.loses(request).stream, "b");
  request.checks.front().expected = revision{0};
  EXPECT_EQ(log.loses(request).stream, "c");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:b@0"}));
}

VARVE_CONTRACT(check_contract, a_check_of_a_stream_that_is_written_sees_it_as_it_was_before) {
  log.good(with_check(to("a", several(2)), "a", expected::no_stream()));
  log.good(with_check(to("a", several(1)), "a", revision{1}));
  log.loses(with_check(to("a", several(1)), "a", revision{3}));
  EXPECT_EQ(log.stream("a").size(), 3U);
}

VARVE_CONTRACT(check_contract, a_check_of_a_closed_stream_holds_for_no_stream_and_any) {
  log.write("closed");
  log.good(append_request::hard_delete("closed"));
  ASSERT_EQ(log.head().position, position{2});
  log.good(with_check({}, "closed", expected::no_stream()));
  log.good(with_check({}, "closed", expected::any()));
  const conflict out = log.loses(with_check({}, "closed", expected::stream_exists()));
  EXPECT_EQ(out.stream, "closed");
  EXPECT_EQ(out.actual, revision{0});
  EXPECT_EQ(log.loses(with_check({}, "closed", revision{0})).actual, revision{0});
}

VARVE_CONTRACT(check_contract, a_check_of_a_deleted_stream_holds_like_a_write_to_it) {
  log.write("a", 2);
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.head().position, position{3});
  log.good(with_check({}, "a", expected::no_stream()));
  log.good(with_check({}, "a", revision{1}));
  EXPECT_EQ(log.loses(with_check({}, "a", expected::stream_exists())).actual, revision{1});
}

VARVE_CONTRACT(check_contract, reserved_streams_can_be_checked) {
  log.good(with_check(to("a"), "$streams", expected::no_stream()));
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.places(), (list{"1:a@0", "2:$streams@0"}));
  log.good(with_check({}, "$streams", revision{0}));
  EXPECT_EQ(log.loses(with_check({}, "$streams", expected::no_stream())).actual, revision{0});
}

}  // namespace

suite<store_fixture> check_contract() {
  return {"check_contract",
          simulated,
          {VARVE_SHOWN(check_contract, an_append_is_written_when_its_checks_hold),
           VARVE_SHOWN(check_contract, a_check_that_fails_is_a_conflict_and_nothing_is_written),
           VARVE_SHOWN(check_contract, an_append_may_be_checks_alone),
           VARVE_SHOWN(check_contract, checks_are_judged_after_the_writes_in_their_order),
           VARVE_SHOWN(check_contract, a_check_of_a_stream_that_is_written_sees_it_as_it_was_before),
           VARVE_SHOWN(check_contract, a_check_of_a_closed_stream_holds_for_no_stream_and_any),
           VARVE_SHOWN(check_contract, a_check_of_a_deleted_stream_holds_like_a_write_to_it),
           VARVE_SHOWN(check_contract, reserved_streams_can_be_checked)}};
}

}  // namespace varve::contract
