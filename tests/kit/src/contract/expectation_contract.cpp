#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <future>

namespace varve::contract {
namespace {

VARVE_CONTRACT(expectation_contract, any_holds_whatever_stands) {
  log.good(to("a", several(1), expected::any()));
  log.good(to("a", several(1), expected::any()));
  log.good(append_request::soft_delete("a"));
  log.good(to("a", several(1), expected::any()));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:$streams@0", "4:a@2"}));
}

VARVE_CONTRACT(expectation_contract, no_stream_holds_until_the_stream_is_written) {
  log.good(to("a", several(1), expected::no_stream()));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const conflict out = log.loses(to("a", several(1), expected::no_stream()));
  EXPECT_EQ(out.stream, "a");
  EXPECT_EQ(out.expected, expected::no_stream());
  EXPECT_EQ(out.actual, revision{0});
  EXPECT_EQ(out.position, std::nullopt);
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(expectation_contract, stream_exists_holds_once_the_stream_is_written) {
  const conflict out = log.loses(to("a", several(1), expected::stream_exists()));
  EXPECT_EQ(out.stream, "a");
  EXPECT_EQ(out.expected, expected::stream_exists());
  EXPECT_EQ(out.actual, std::nullopt);
  log.write("a");
  log.good(to("a", several(1), expected::stream_exists()));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(expectation_contract, a_revision_holds_only_when_it_is_the_last) {
  EXPECT_EQ(log.loses(to("a", several(1), revision{0})).actual, std::nullopt);
  log.write("a", 3);
  ASSERT_EQ(log.stream("a"), (list{"1:a@0", "2:a@1", "3:a@2"}));
  EXPECT_EQ(log.loses(to("a", several(1), revision{1})).actual, revision{2});
  EXPECT_EQ(log.loses(to("a", several(1), revision{3})).expected, expected{revision{3}});
  log.good(to("a", several(1), revision{2}));
  EXPECT_EQ(last_of(log.stream("a")), "4:a@3");
}

VARVE_CONTRACT(expectation_contract, a_truncated_stream_still_exists_with_its_last_revision) {
  log.write("a", 3);
  log.good(append_request::truncate("a", revision{3}));
  ASSERT_EQ(log.head().position, position{4});
  EXPECT_EQ(log.loses(to("a", several(1), expected::no_stream())).actual, revision{2});
  log.good(to("a", several(1), expected::stream_exists()));
  log.good(to("a", several(1), revision{3}));
  EXPECT_EQ(log.stream("a"), (list{"5:a@3", "6:a@4"}));
}

VARVE_CONTRACT(expectation_contract, a_deleted_stream_holds_for_no_stream_and_for_its_last_revision) {
  log.write("a", 3);
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.head().position, position{4});
  const conflict out = log.loses(to("a", several(1), expected::stream_exists()));
  EXPECT_EQ(out.actual, revision{2}) << "the last revision stays what it was";
  EXPECT_EQ(log.loses(to("a", several(1), revision{1})).actual, revision{2});
  log.good(to("a", several(1), expected::no_stream()));
  log.good(append_request::soft_delete("a"));
  log.good(to("a", several(1), revision{3}));
  EXPECT_EQ(log.stream("a"), list{"7:a@4"});
}

VARVE_CONTRACT(expectation_contract, a_closed_stream_is_answered_before_any_conflict) {
  log.write("a");
  log.write("closed");
  log.good(append_request::hard_delete("closed"));
  ASSERT_EQ(log.head().position, position{3});
  append_request request = to("a", several(1), expected::no_stream());
  request.writes.push_back({"closed", {}, several(1)});
  log.refuses(request, errc::stream_deleted);
  for (const expected demand :
       {expected::any(), expected::no_stream(), expected::stream_exists(), expected{revision{0}}})
    log.refuses(to("closed", several(1), demand), errc::stream_deleted);
}

VARVE_CONTRACT(expectation_contract, the_first_that_fails_is_named_in_the_order_of_the_writes) {
  log.write("a");
  log.write("b", 2);
  append_request request = to("fresh", several(1), expected::no_stream());
  request.writes.push_back({"b", revision{0}, several(1)});
  request.writes.push_back({"a", expected::no_stream(), several(1)});
  const conflict out = log.loses(std::move(request));
  EXPECT_EQ(out.stream, "b");
  EXPECT_EQ(out.expected, expected{revision{0}});
  EXPECT_EQ(out.actual, revision{1});
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:b@0", "3:b@1"}));
}

VARVE_CONTRACT(expectation_contract, all_are_judged_on_the_state_before_the_append) {
  append_request request = to("a", several(2), expected::no_stream());
  request.writes.push_back({"a", expected::no_stream(), several(1)});
  log.good(std::move(request));
  request = to("a", several(1), revision{2});
  request.writes.push_back({"a", revision{2}, several(1)});
  log.good(std::move(request));
  request = to("a", several(1), revision{4});
  request.writes.push_back({"a", revision{5}, several(1)});
  EXPECT_EQ(log.loses(std::move(request)).actual, revision{4});
  EXPECT_EQ(log.stream("a").size(), 5U);
}

VARVE_CONTRACT(expectation_contract, a_conflict_writes_nothing_of_its_append) {
  log.write("a");
  append_request request = to("b", several(2));
  request.writes.push_back({"a", expected::no_stream(), several(1)});
  log.loses(std::move(request));
  EXPECT_EQ(log.places(), list{"1:a@0"});
  EXPECT_TRUE(log.stream("b").empty());
  log.write("b");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:b@0"})) << "no number was used up";
}

VARVE_CONTRACT(expectation_contract, a_conflict_does_not_spoil_the_appends_beside_it) {
  log.write("a");
  std::vector<std::promise<std::string>> answers(40);
  for (std::size_t i = 0; i < answers.size(); ++i)
    log->append(to(i % 2 == 0 ? "b" : "a", several(1), i % 2 == 0 ? expected::any() : expected::no_stream()),
                [&answers, i](const append_outcome& outcome) { answers[i].set_value(name_of(outcome)); });
  for (std::size_t i = 0; i < answers.size(); ++i)
    EXPECT_EQ(answers[i].get_future().get(), i % 2 == 0 ? "appended" : "conflict");
  EXPECT_EQ(log.stream("b").size(), 20U);
  EXPECT_EQ(log.stream("a").size(), 1U);
}

}  // namespace

suite<store_fixture> expectation_contract() {
  return {"expectation_contract",
          simulated,
          {VARVE_SHOWN(expectation_contract, any_holds_whatever_stands),
           VARVE_SHOWN(expectation_contract, no_stream_holds_until_the_stream_is_written),
           VARVE_SHOWN(expectation_contract, stream_exists_holds_once_the_stream_is_written),
           VARVE_SHOWN(expectation_contract, a_revision_holds_only_when_it_is_the_last),
           VARVE_SHOWN(expectation_contract, a_truncated_stream_still_exists_with_its_last_revision),
           VARVE_SHOWN(expectation_contract, a_deleted_stream_holds_for_no_stream_and_for_its_last_revision),
           VARVE_SHOWN(expectation_contract, a_closed_stream_is_answered_before_any_conflict),
           VARVE_SHOWN(expectation_contract, the_first_that_fails_is_named_in_the_order_of_the_writes),
           VARVE_SHOWN(expectation_contract, all_are_judged_on_the_state_before_the_append),
           VARVE_SHOWN(expectation_contract, a_conflict_writes_nothing_of_its_append),
           VARVE_SHOWN(expectation_contract, a_conflict_does_not_spoil_the_appends_beside_it)}};
}

}  // namespace varve::contract
