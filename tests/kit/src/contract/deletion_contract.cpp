#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

VARVE_CONTRACT(deletion_contract, after_a_soft_delete_a_stream_reads_as_empty) {
  log.write("a", 3);
  ASSERT_EQ(log.stream("a").size(), 3U);
  log.good(append_request::soft_delete("a"));
  EXPECT_TRUE(log.stream("a").empty());
  EXPECT_TRUE(log.stream_backward("a").empty());
  EXPECT_EQ(log.places().size(), 4U) << "the log gives them until compaction";
}

VARVE_CONTRACT(deletion_contract, a_deleted_stream_goes_on_with_its_next_revision) {
  log.write("a", 3);
  log.good(append_request::soft_delete("a"));
  log.write("a", 2);
  EXPECT_EQ(log.stream("a"), (list{"5:a@3", "6:a@4"})) << "what was deleted stays hidden";
  log.good(append_request::soft_delete("a"));
  EXPECT_TRUE(log.stream("a").empty());
}

VARVE_CONTRACT(deletion_contract, a_hard_delete_closes_the_name_for_ever) {
  log.write("a", 2);
  log.good(append_request::hard_delete("a"));
  ASSERT_EQ(log.head().position, position{3});
  EXPECT_TRUE(log.stream("a").empty());
  log.refuses(to("a"), errc::stream_deleted);
  log.reopen();
  log.refuses(to("a"), errc::stream_deleted);
  EXPECT_TRUE(log.stream("a").empty());
  log.write("a-2");
  EXPECT_EQ(log.stream("a-2"), list{"4:a-2@0"}) << "only that name";
}

VARVE_CONTRACT(deletion_contract, a_truncation_hides_what_lies_below_its_revision) {
  log.write("a", 5);
  log.good(append_request::truncate("a", revision{2}));
  EXPECT_EQ(log.stream("a"), (list{"3:a@2", "4:a@3", "5:a@4"}));
  EXPECT_EQ(log.stream_backward("a"), (list{"5:a@4", "4:a@3", "3:a@2"}));
  log.write("a");
  EXPECT_EQ(log.stream("a").size(), 4U);
}

VARVE_CONTRACT(deletion_contract, a_truncation_never_brings_events_back) {
  log.write("a", 5);
  log.good(append_request::truncate("a", revision{4}));
  log.good(append_request::truncate("a", revision{1}));
  EXPECT_EQ(log.stream("a"), list{"5:a@4"});
  log.good(append_request::soft_delete("a"));
  log.good(append_request::truncate("a", revision{0}));
  EXPECT_TRUE(log.stream("a").empty());
}

VARVE_CONTRACT(deletion_contract, a_truncation_is_clamped_to_the_end_but_kept_as_asked) {
  log.write("a", 2);
  log.good(append_request::truncate("a", revision{1000}));
  EXPECT_TRUE(log.stream("a").empty());
  log.write("a");
  EXPECT_EQ(log.stream("a"), list{"4:a@2"}) << "what came later is not hidden";
  const auto changes = log.events({.types = {"$truncated"}});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes.front().data, R"({"stream":"a","before":1000})");
}

VARVE_CONTRACT(deletion_contract, each_change_is_an_event_of_the_reserved_stream) {
  log.write("a", 2);
  log.good(append_request::truncate("a", revision{1}));
  log.good(append_request::soft_delete("a"));
  log.good(append_request::hard_delete("odd \"name\""));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(places_of(std::vector(events.begin() + 2, events.end())),
            (list{"3:$streams@0", "4:$streams@1", "5:$streams@2"}));
  EXPECT_EQ(events[2].type, "$truncated");
  EXPECT_EQ(events[3].type, "$deleted");
  EXPECT_EQ(events[4].type, "$tombstoned");
  EXPECT_EQ(events[2].data, R"({"stream":"a","before":1})");
  EXPECT_EQ(events[3].data, R"({"stream":"a","before":2})") << "the stream's next revision";
  EXPECT_EQ(events[4].data, R"({"stream":"odd \"name\"","before":0})");
  for (std::size_t i = 2; i < 5; ++i) {
    EXPECT_EQ(events[i].commit, events[i].position) << "each is a commit of its own";
    EXPECT_EQ(events[i].content_type, "application/json");
    EXPECT_EQ(events[i].recorded_at, log.time().now());
    EXPECT_EQ(events[i].content_digest,
              content_digest("$streams", events[i].type, "application/json", events[i].data, {}));
  }
}

VARVE_CONTRACT(deletion_contract, a_change_is_answered_like_an_append_to_the_reserved_stream) {
  log.write("a", 2);
  const appended out = log.good(append_request::soft_delete("a"));
  EXPECT_EQ(out.writes, (std::vector<written>{{"$streams", revision{0}, revision{0}}}));
  EXPECT_EQ(out.first, position{3});
  EXPECT_EQ(out.last, position{3});
  EXPECT_EQ(out.token, log.head());
  EXPECT_FALSE(out.replayed);
  EXPECT_EQ(log.good(append_request::truncate("a", revision{1})).writes,
            (std::vector<written>{{"$streams", revision{1}, revision{1}}}));
  EXPECT_EQ(log.places().size(), 4U);
}

VARVE_CONTRACT(deletion_contract, a_change_is_written_also_when_it_changes_nothing) {
  log.write("a");
  log.good(append_request::soft_delete("never"));
  log.good(append_request::truncate("never", revision{3}));
  log.good(append_request::truncate("a", revision{0}));
  log.good(append_request::soft_delete("a"));
  log.good(append_request::soft_delete("a"));
  EXPECT_EQ(log.stream("$streams").size(), 5U);
  EXPECT_EQ(log.head().position, position{6});
}

VARVE_CONTRACT(deletion_contract, what_was_never_written_can_be_deleted_and_then_written) {
  log.good(append_request::soft_delete("a"));
  log.good(append_request::truncate("a", revision{5}));
  log.good(to("a", several(2), expected::no_stream()));
  EXPECT_EQ(log.stream("a"), (list{"3:a@0", "4:a@1"}));
}

VARVE_CONTRACT(deletion_contract, a_hard_delete_of_what_was_never_written_closes_the_name) {
  log.good(append_request::hard_delete("a"));
  ASSERT_EQ(log.places(), list{"1:$streams@0"});
  log.refuses(to("a"), errc::stream_deleted);
  log.good(with_check({}, "a", expected::no_stream()));
  EXPECT_EQ(log.loses(with_check({}, "a", expected::stream_exists())).actual, std::nullopt);
}

VARVE_CONTRACT(deletion_contract, a_closed_stream_can_be_deleted_and_truncated_again) {
  log.write("a", 2);
  log.good(append_request::hard_delete("a"));
  log.good(append_request::hard_delete("a"));
  log.good(append_request::soft_delete("a"));
  log.good(append_request::truncate("a", revision{1}));
  EXPECT_EQ(log.stream("$streams").size(), 4U);
  log.refuses(to("a"), errc::stream_deleted);
  log.refuses(append_request::soft_delete("a", revision{1}), errc::stream_deleted);
  log.refuses(append_request::hard_delete("a", revision{7}), errc::stream_deleted);
}

VARVE_CONTRACT(deletion_contract, a_delete_may_demand_how_the_stream_stands) {
  log.write("a", 2);
  const conflict out = log.loses(append_request::soft_delete("a", revision{0}));
  EXPECT_EQ(out.stream, "a");
  EXPECT_EQ(out.expected, expected{revision{0}});
  EXPECT_EQ(out.actual, revision{1});
  log.loses(append_request::hard_delete("b", expected::stream_exists()));
  EXPECT_EQ(log.stream("a"), (list{"1:a@0", "2:a@1"}));
  log.good(append_request::soft_delete("a", revision{1}));
  EXPECT_TRUE(log.stream("a").empty());
}

VARVE_CONTRACT(deletion_contract, a_change_with_the_same_id_is_a_repeat) {
  log.write("a", 2);
  const appended first = log.good(with_id(append_request::truncate("a", revision{1}), 1));
  ASSERT_EQ(log.stream("a"), list{"2:a@1"});
  const appended again = log.replays(with_id(append_request::truncate("a", revision{1}), 1));
  EXPECT_EQ(again.writes, first.writes);
  EXPECT_EQ(again.first, position{3});
  EXPECT_EQ(again.last, position{3});
  EXPECT_EQ(log.head().position, position{3});
  EXPECT_EQ(log.events().back().id, id(1));
}

VARVE_CONTRACT(deletion_contract, a_repeated_delete_is_known_whatever_the_stream_has_become) {
  log.write("a", 2);
  log.good(with_id(append_request::soft_delete("a", revision{1}), 1));
  log.write("a", 3);
  EXPECT_EQ(log.replays(with_id(append_request::soft_delete("a", revision{1}), 1)).first, position{3});
  EXPECT_EQ(log.stream("a").size(), 3U) << "it deletes nothing again";
  log.good(with_id(append_request::hard_delete("a"), 2));
  log.reopen();
  EXPECT_EQ(log.replays(with_id(append_request::hard_delete("a"), 2)).first, position{7});
  EXPECT_EQ(log.replays(with_id(append_request::hard_delete("a", revision{9}), 2)).first, position{7});
}

VARVE_CONTRACT(deletion_contract, the_id_of_a_change_stands_for_nothing_else) {
  log.good(to("a", {noted(1)}));
  log.good(with_id(append_request::truncate("a", revision{0}), 2));
  ASSERT_EQ(log.head().position, position{2});
  log.refuses(with_id(append_request::truncate("a", revision{1}), 2), errc::idempotency_mismatch);
  log.refuses(with_id(append_request::truncate("b", revision{0}), 2), errc::idempotency_mismatch);
  log.refuses(with_id(append_request::soft_delete("a"), 2), errc::idempotency_mismatch);
  log.refuses(to("a", {noted(2)}), errc::idempotency_mismatch);
  log.refuses(with_id(append_request::soft_delete("a"), 1), errc::idempotency_mismatch);
}

VARVE_CONTRACT(deletion_contract, a_change_keeps_its_metadata) {
  log.write("a");
  append_request request = append_request::soft_delete("a");
  request.change->metadata = R"({ "actor" : "me" })";
  log.good(request);
  ASSERT_EQ(log.events().size(), 2U);
  EXPECT_EQ(log.events().back().metadata, R"({"actor":"me"})");
  EXPECT_EQ(log.events().back().occurred_at, log.time().now());
}

VARVE_CONTRACT(deletion_contract, a_change_stands_alone_in_its_append) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  append_request both = append_request::soft_delete("a");
  both.writes = to("b").writes;
  log.refuses(both, errc::invalid_argument);
  log.refuses(with_check(append_request::soft_delete("a"), "a", expected::any()), errc::invalid_argument);
  log.refuses(with_condition(append_request::soft_delete("a"), {}), errc::invalid_argument);
}

VARVE_CONTRACT(deletion_contract, reserved_streams_cannot_be_changed) {
  log.write("a");
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.head().position, position{2});
  log.refuses(append_request::soft_delete("$streams"), errc::invalid_argument);
  log.refuses(append_request::hard_delete("$streams"), errc::invalid_argument);
  log.refuses(append_request::truncate("$streams", revision{1}), errc::invalid_argument);
  log.refuses(append_request::truncate("a", revision{-1}), errc::invalid_argument);
}

VARVE_CONTRACT(deletion_contract, a_change_goes_by_callback_too) {
  log.write("a");
  EXPECT_EQ(name_of(log.append_by_callback(append_request::soft_delete("a"))), "appended");
  EXPECT_TRUE(log.stream("a").empty());
  EXPECT_EQ(log.head().position, position{2});
}

}  // namespace

suite<store_fixture> deletion_contract() {
  return {"deletion_contract",
          simulated,
          {VARVE_SHOWN(deletion_contract, after_a_soft_delete_a_stream_reads_as_empty),
           VARVE_SHOWN(deletion_contract, a_deleted_stream_goes_on_with_its_next_revision),
           VARVE_SHOWN(deletion_contract, a_hard_delete_closes_the_name_for_ever),
           VARVE_SHOWN(deletion_contract, a_truncation_hides_what_lies_below_its_revision),
           VARVE_SHOWN(deletion_contract, a_truncation_never_brings_events_back),
           VARVE_SHOWN(deletion_contract, a_truncation_is_clamped_to_the_end_but_kept_as_asked),
           VARVE_SHOWN(deletion_contract, each_change_is_an_event_of_the_reserved_stream),
           VARVE_SHOWN(deletion_contract, a_change_is_answered_like_an_append_to_the_reserved_stream),
           VARVE_SHOWN(deletion_contract, a_change_is_written_also_when_it_changes_nothing),
           VARVE_SHOWN(deletion_contract, what_was_never_written_can_be_deleted_and_then_written),
           VARVE_SHOWN(deletion_contract, a_hard_delete_of_what_was_never_written_closes_the_name),
           VARVE_SHOWN(deletion_contract, a_closed_stream_can_be_deleted_and_truncated_again),
           VARVE_SHOWN(deletion_contract, a_delete_may_demand_how_the_stream_stands),
           VARVE_SHOWN(deletion_contract, a_change_with_the_same_id_is_a_repeat),
           VARVE_SHOWN(deletion_contract, a_repeated_delete_is_known_whatever_the_stream_has_become),
           VARVE_SHOWN(deletion_contract, the_id_of_a_change_stands_for_nothing_else),
           VARVE_SHOWN(deletion_contract, a_change_keeps_its_metadata),
           VARVE_SHOWN(deletion_contract, a_change_stands_alone_in_its_append),
           VARVE_SHOWN(deletion_contract, reserved_streams_cannot_be_changed),
           VARVE_SHOWN(deletion_contract, a_change_goes_by_callback_too)}};
}

}  // namespace varve::contract
