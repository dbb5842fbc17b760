#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

VARVE_CONTRACT(condition_contract, holds_while_nothing_matches) {
  log.good(to("a", {of_type("opened"), tagged({"red"})}));
  log.good(with_condition(to("b"), of({"closed"})));
  log.good(with_condition(to("b"), of({"opened"}, {"red"})));
  log.good(with_condition(to("b"), of({}, {"blue"})));
  EXPECT_EQ(log.places().size(), 5U);
}

VARVE_CONTRACT(condition_contract, names_the_position_of_an_event_that_matches) {
  log.good(to("a", {of_type("opened"), of_type("closed"), of_type("opened")}));
  const conflict out = log.loses(with_condition(to("b"), of({"closed"})));
  EXPECT_EQ(out.position, position{2});
  EXPECT_EQ(out.stream, "");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:a@2"}));
}

VARVE_CONTRACT(condition_contract, an_item_wants_one_of_its_types_and_all_of_its_tags) {
  new_event event = tagged({"red", "small"});
  event.type = "sold";
  log.good(to("a", {event}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  for (const query& which : {of({"sold"}), of({"lent", "sold"}), of({}, {"red"}), of({}, {"small", "red"}),
                             of({"sold"}, {"small"})})
    log.loses(with_condition(to("b"), which));
  for (const query& which : {of({"lent"}), of({}, {"blue"}), of({}, {"red", "blue"}), of({"lent"}, {"red"}),
                             of({"sold"}, {"red", "small", "blue"}), of({"SOLD"}), of({}, {"re"})})
    log.good(with_condition({}, which));
}

VARVE_CONTRACT(condition_contract, a_query_matches_through_any_of_its_items) {
  log.good(to("a", {of_type("opened"), tagged({"red"})}));
  ASSERT_EQ(log.places().size(), 2U);
  query which = of({"closed"});
  which.items.push_back({{"opened"}, {"red"}});
  log.good(with_condition({}, which));
  which.items.push_back({{}, {"red"}});
  EXPECT_EQ(log.loses(with_condition(to("b"), which)).position, position{2});
}

VARVE_CONTRACT(condition_contract, an_empty_query_matches_every_event_but_those_of_reserved_streams) {
  log.good(with_condition(append_request{}, {}));
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.places(), list{"1:$streams@0"});
  log.good(with_condition(to("a"), {}));
  EXPECT_EQ(log.loses(with_condition(to("a"), {})).position, position{2});
}

VARVE_CONTRACT(condition_contract, reserved_events_match_only_an_item_that_names_their_type) {
  log.write("a");
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.places(), (list{"1:a@0", "2:$streams@0"}));
  const token behind_a{{}, position{1}};
  log.good(with_condition({}, {}, behind_a));
  log.good(with_condition({}, of({}), behind_a));
  log.good(with_condition({}, of({"$tombstoned"}), behind_a));
  EXPECT_EQ(log.loses(with_condition(to("b"), of({"$deleted"}), behind_a)).position, position{2});
}

VARVE_CONTRACT(condition_contract, counts_only_what_stands_behind_its_token) {
  log.good(to("a", {of_type("opened"), of_type("opened"), noted()}));
  ASSERT_EQ(log.places().size(), 3U);
  const query opened = of({"opened"});
  log.loses(with_condition(to("b"), opened, {{}, position{0}}));
  EXPECT_EQ(log.loses(with_condition(to("b"), opened, {{}, position{1}})).position, position{2});
  log.good(with_condition({}, opened, {{}, position{2}}));
  log.good(with_condition({}, opened, log.head()));
}

VARVE_CONTRACT(condition_contract, its_position_may_lie_beyond_the_head) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.good(with_condition(to("b"), {}, {{}, position{1'000'000}}));
  log.good(with_condition(to("b"), {}, token::end()));
  EXPECT_EQ(log.places().size(), 3U);
}

VARVE_CONTRACT(condition_contract, does_not_see_the_events_of_its_own_append) {
  log.good(with_condition(to("a", {of_type("opened")}), of({"opened"})));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.loses(with_condition(to("a", {of_type("opened")}), of({"opened"})));
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(condition_contract, is_judged_last) {
  log.write("a");
  append_request request = with_condition(to("a", several(1), expected::no_stream()), {});
  request = with_check(std::move(request), "b", expected::stream_exists());
  EXPECT_EQ(log.loses(request).stream, "a");
  request.writes.front().expected = expected::any();
  EXPECT_EQ(log.loses(request).stream, "b");
  request.checks.clear();
  EXPECT_EQ(log.loses(request).position, position{1});
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(condition_contract, may_stand_alone) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const appended out = log.good(with_condition({}, of({"closed"})));
  EXPECT_TRUE(out.writes.empty());
  EXPECT_EQ(out.first, position{0});
  EXPECT_EQ(out.token, log.head());
  log.loses(with_condition({}, of({"noted"})));
}

VARVE_CONTRACT(condition_contract, counts_events_that_are_hidden) {
  log.good(to("truncated", {of_type("one")}));
  log.good(to("deleted", {of_type("two")}));
  log.good(to("closed", {of_type("three")}));
  log.good(append_request::truncate("truncated", revision{1}));
  log.good(append_request::soft_delete("deleted"));
  log.good(append_request::hard_delete("closed"));
  ASSERT_EQ(log.head().position, position{6});
  EXPECT_EQ(log.loses(with_condition(to("b"), of({"one"}))).position, position{1});
  EXPECT_EQ(log.loses(with_condition(to("b"), of({"two"}))).position, position{2});
  EXPECT_EQ(log.loses(with_condition(to("b"), of({"three"}))).position, position{3});
}

VARVE_CONTRACT(condition_contract, finds_a_match_anywhere_in_a_long_log) {
  constexpr std::int64_t events = 3000;
  for (std::int64_t i = 0; i < events; i += 100) {
    std::vector<new_event> batch = several(100);
    batch.front().tags.add("nr-" + std::to_string(i)).value();
    log.good(to("a", std::move(batch)));
  }
  ASSERT_EQ(log.head().position, position{events});
  for (std::int64_t i = 0; i < events; i += 700) {
    const query which = of({}, {"nr-" + std::to_string(i)});
    EXPECT_EQ(log.loses(with_condition(to("b"), which)).position, position{i + 1});
    log.good(with_condition({}, which, {{}, position{i + 1}}));
  }
}

VARVE_CONTRACT(condition_contract, refuses_malformed_names_and_negative_positions) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.refuses(with_condition(to("b"), of({"a\n"})), errc::invalid_argument);
  log.refuses(with_condition(to("b"), of({}, {""})), errc::invalid_argument);
  log.refuses(with_condition(to("b"), {}, {{}, position{-1}}), errc::invalid_argument);
}

}  // namespace

suite<store_fixture> condition_contract() {
  return {"condition_contract",
          simulated,
          {VARVE_SHOWN(condition_contract, holds_while_nothing_matches),
           VARVE_SHOWN(condition_contract, names_the_position_of_an_event_that_matches),
           VARVE_SHOWN(condition_contract, an_item_wants_one_of_its_types_and_all_of_its_tags),
           VARVE_SHOWN(condition_contract, a_query_matches_through_any_of_its_items),
           VARVE_SHOWN(condition_contract, an_empty_query_matches_every_event_but_those_of_reserved_streams),
           VARVE_SHOWN(condition_contract, reserved_events_match_only_an_item_that_names_their_type),
           VARVE_SHOWN(condition_contract, counts_only_what_stands_behind_its_token),
           VARVE_SHOWN(condition_contract, its_position_may_lie_beyond_the_head),
           VARVE_SHOWN(condition_contract, does_not_see_the_events_of_its_own_append),
           VARVE_SHOWN(condition_contract, is_judged_last), VARVE_SHOWN(condition_contract, may_stand_alone),
           VARVE_SHOWN(condition_contract, counts_events_that_are_hidden),
           VARVE_SHOWN(condition_contract, finds_a_match_anywhere_in_a_long_log),
           VARVE_SHOWN(condition_contract, refuses_malformed_names_and_negative_positions)}};
}

}  // namespace varve::contract
