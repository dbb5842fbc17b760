#include <varve/contract/compaction_contract.hpp>
#include <varve/contract/transfers.hpp>
#include <varve/eventstore/compact_log.hpp>
#include <varve/eventstore/retain.hpp>
#include <varve/eventstore/subscription.hpp>

#include "promise.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace varve::contract {
namespace {

namespace compactions {

/// Goes on until nothing is left to do.
compaction_report compact(subject& log, const compaction_limits& slice = {}) {
  return compact_log(log.store(), {.slice = slice, .progress = {}, .time = &log.time()}).value();
}

/// Five events in a, of which the first three are hidden, between two in b.
void fill(subject& log) {
  log.good(to("b", {noted(20)}));
  for (std::uint32_t i = 1; i <= 5; ++i) {
    new_event event = tagged({"n-" + std::to_string(i)}, i);
    event.type = "type-" + std::to_string(i);
    event.metadata = R"({"actor":"ada"})";
    log.good(to("a", {event}));
  }
  log.good(to("b", {noted(21)}));
  log.good(append_request::truncate("a", revision{3}));
}

/// The same event again.
append_request again(std::uint32_t number) {
  new_event event = tagged({"n-" + std::to_string(number)}, number);
  event.type = "type-" + std::to_string(number);
  return to("a", {event});
}

}  // namespace compactions

VARVE_CONTRACT(compaction_contract, hidden_events_are_given_no_more_and_all_others_are) {
  compactions::fill(log);
  const auto before = log.events();
  ASSERT_EQ(before.size(), 8U);
  const auto done = compactions::compact(log);
  EXPECT_EQ(done.events, 3);
  EXPECT_EQ(done.bytes, 3 * static_cast<std::int64_t>(7 + 15));
  EXPECT_EQ(log.places(), (list{"1:b@0", "5:a@3", "6:a@4", "7:b@1", "8:$streams@0"}));
  log.reopen();
  EXPECT_EQ(log.places(), (list{"1:b@0", "5:a@3", "6:a@4", "7:b@1", "8:$streams@0"}));
  EXPECT_EQ(log.events().back(), before.back());
  EXPECT_EQ(log.stream("a"), (list{"5:a@3", "6:a@4"}));
}

VARVE_CONTRACT(compaction_contract, a_read_says_that_it_has_looked_at_what_it_does_not_give) {
  compactions::fill(log);
  compactions::compact(log);
  const page one = log->read_log({{}, position{1}}, {}, {.limit = 1}).value();
  EXPECT_EQ(places_of(one), list{"5:a@3"});
  EXPECT_EQ(one.scanned()->position, position{5});
  const page typed = log->read_log({}, {.types = {"type-1"}}, {}).value();
  EXPECT_TRUE(typed.empty());
  EXPECT_EQ(typed.scanned()->position, position{8});
}

VARVE_CONTRACT(compaction_contract, a_commit_of_which_nothing_is_left_is_passed_over) {
  log.good(to("a", several(4)));
  log.write("b");
  log.good(append_request::soft_delete("a"));
  compactions::compact(log);
  const page events = log->read_log({}, {}, {.limit = 1, .whole_commits = true}).value();
  EXPECT_EQ(places_of(events), list{"5:b@0"});
  EXPECT_EQ(events.edge()->position, position{5});
}

VARVE_CONTRACT(compaction_contract, what_remains_of_an_event_is_found_by_id_and_position) {
  compactions::fill(log);
  const event_ref before = log->event_at(position{2}).value();
  compactions::compact(log);
  const event_ref after = log->event_at(position{2}).value();
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.type, "type-1");
  EXPECT_EQ(after.stream, "a");
  EXPECT_EQ(after.recorded_at, before.recorded_at);
  EXPECT_EQ(after.content_digest, before.content_digest);
  EXPECT_EQ(log->find(std::vector{id(1)}).value().front()->position, position{2});
}

VARVE_CONTRACT(compaction_contract, skeletons_are_given_to_whoever_asks_for_them) {
  compactions::fill(log);
  const seen before = log.events()[1];
  compactions::compact(log);
  const page all = log->read_log({}, {}, {.limit = 100, .skeletons = true}).value();
  ASSERT_EQ(all.size(), 8U);
  ASSERT_NE(all[1].envelope_digest, nullptr);
  EXPECT_EQ(*all[1].envelope_digest,
            envelope_digest(before.metadata, before.occurred_at, before.recorded_at));
  EXPECT_EQ(*all[1].content_digest, before.content_digest);
  EXPECT_EQ(std::string(all[1].data) + std::string(all[1].metadata) + std::string(all[1].content_type), "");
  EXPECT_EQ(all[1].type, "type-1");
  EXPECT_TRUE(all[1].tags.contains("n-1"));
  EXPECT_EQ(all[1].occurred_at, before.occurred_at);
  EXPECT_EQ(all[1].recorded_at, before.recorded_at);
  EXPECT_EQ(all[0].envelope_digest, nullptr);
}

VARVE_CONTRACT(compaction_contract, data_that_are_not_json_and_empty_data_are_compacted_too) {
  new_event bytes{
      .id = id(1), .type = "picture", .data = std::string("\0\xFF", 2), .content_type = "image/png"};
  new_event nothing{.id = id(2), .type = "nothing", .data = {}, .content_type = "text/plain"};
  log.good(to("a", {bytes, nothing}));
  log.good(append_request::hard_delete("a"));
  EXPECT_EQ(compactions::compact(log).events, 2);
  EXPECT_EQ(compactions::compact(log).events, 0);
  const page all = log->read_log({}, {}, {.limit = 100, .skeletons = true}).value();
  ASSERT_EQ(all.size(), 3U);
  for (const std::size_t i : {0U, 1U}) {
    ASSERT_NE(all[i].envelope_digest, nullptr);
    EXPECT_EQ(all[i].content_type, "");
  }
  EXPECT_EQ(log.replays(to("a", {bytes, nothing})).first, position{1});
}

VARVE_CONTRACT(compaction_contract, repeats_are_known_and_other_contents_refused) {
  compactions::fill(log);
  compactions::compact(log);
  log.reopen();
  EXPECT_EQ(log.replays(compactions::again(1)).first, position{2});
  log.refuses(to("a", {noted(1)}), errc::idempotency_mismatch);
}

VARVE_CONTRACT(compaction_contract, conditions_and_expectations_count_compacted_events) {
  compactions::fill(log);
  compactions::compact(log);
  EXPECT_EQ(log.loses(with_condition(to("c"), of({}, {"n-1"}))).position, position{2});
  EXPECT_EQ(log.loses(with_condition(to("c"), of({"type-2"}))).position, position{3});
  log.good(with_condition(to("c"), of({"type-2"}), {{}, position{3}}));
  log.good(to("a", {noted()}, revision{4}));
  EXPECT_EQ(last_of(log.stream("a")), "10:a@5");
}

VARVE_CONTRACT(compaction_contract, a_checkpoint_at_a_compacted_event_is_good) {
  compactions::fill(log);
  memory_checkpoints places;
  list handled;
  const auto handle = [&](const event_view& event) { handled.push_back(std::string(event.stream.name())); };
  const checkpoint_key whose{"s", 0, 0};
  const checkpoint fresh = places.take_over(whose).value();
  const checkpoint there{log.head().epoch, position{3}, id(2), fresh.version};
  ASSERT_TRUE(places.save(whose, fresh, there));
  compactions::compact(log);
  subscription follow{log.store(), places, "s", {.categories = {"a", "b"}}, handle};
  EXPECT_EQ(follow.poll().position, position{8});
  EXPECT_EQ(handled, (list{"a", "a", "b"}));
}

VARVE_CONTRACT(compaction_contract, goes_on_where_it_stopped_slice_by_slice) {
  compactions::fill(log);
  position place;
  std::int64_t events = 0;
  for (int slices = 0;; ++slices) {
    ASSERT_LT(slices, 100);
    const auto slice = log->compact(place, {.most_compacted = 1}).value();
    EXPECT_LE(slice.events, 1);
    EXPECT_GT(slice.scanned, place) << "each comes further";
    events += slice.events;
    place = slice.scanned;
    if (slice.end) break;
    log.reopen();
  }
  EXPECT_EQ(events, 3);
  EXPECT_EQ(place, position{8});
  EXPECT_EQ(log.places().size(), 5U);
}

VARVE_CONTRACT(compaction_contract, a_slice_that_has_no_time_looks_at_one_event_at_least) {
  compactions::fill(log);
  const auto slice = log->compact(position{1}, {.most_compacted = 10, .longest = {}}).value();
  EXPECT_GE(slice.scanned, position{2});
  EXPECT_GE(slice.events, 1);
}

VARVE_CONTRACT(compaction_contract, behind_the_head_there_is_nothing_to_do) {
  EXPECT_TRUE(log->compact({}, {}).value().end) << "in an empty log";
  compactions::fill(log);
  const auto slice = log->compact(position{100}, {}).value();
  EXPECT_TRUE(slice.end);
  EXPECT_EQ(slice.scanned, position{8});
  EXPECT_EQ(slice.events, 0);
}

VARVE_CONTRACT(compaction_contract, what_cannot_be_asked_is_refused) {
  compactions::fill(log);
  ASSERT_EQ(log.places().size(), 8U);
  EXPECT_EQ(name_of(log->compact(position{-1}, {})), "invalid_argument");
  EXPECT_EQ(name_of(log->compact({}, {.most_compacted = 0})), "invalid_argument");
}

VARVE_CONTRACT(compaction_contract, one_that_was_stopped_is_simply_begun_again) {
  compactions::fill(log);
  compaction_options how{.slice = {.most_compacted = 2}, .progress = {}, .time = &log.time()};
  how.progress = [](const compaction_report&) -> result<void> { return error{errc::stopped, "enough"}; };
  EXPECT_EQ(name_of(compact_log(log.store(), how)), "stopped");
  EXPECT_EQ(log.places().size(), 6U);
  compactions::compact(log);
  EXPECT_EQ(log.places().size(), 5U);
  EXPECT_EQ(compactions::compact(log).events, 0) << "nothing is left to do";
}

VARVE_CONTRACT(compaction_contract, a_log_grows_while_it_is_compacted) {
  compactions::fill(log);
  const auto other = log.open_another();
  compaction_options how{.slice = {.most_compacted = 1}, .progress = {}, .time = &log.time()};
  how.progress = [&](const compaction_report& done) -> result<void> {
    if (done.slices <= 3) log.good(to("c", {noted()}));
    return {};
  };
  EXPECT_EQ(compact_log(*other, how).value().events, 3);
  EXPECT_EQ(log.places(),
            (list{"1:b@0", "5:a@3", "6:a@4", "7:b@1", "8:$streams@0", "9:c@0", "10:c@1", "11:c@2"}));
}

VARVE_CONTRACT(compaction_contract, what_is_hidden_later_is_compacted_later) {
  compactions::fill(log);
  compactions::compact(log);
  log.good(append_request::truncate("a", revision{4}));
  log.good(append_request::soft_delete("b"));
  log.good(to("b", {noted()}));
  EXPECT_EQ(compactions::compact(log).events, 3);
  EXPECT_EQ(log.places(), (list{"6:a@4", "8:$streams@0", "9:$streams@1", "10:$streams@2", "11:b@2"}));
}

VARVE_CONTRACT(compaction_contract, events_of_reserved_streams_stay) {
  log.write("a", 2);
  log.good(append_request::hard_delete("a"));
  log.good(append_request::hard_delete("never-written"));
  compactions::compact(log);
  EXPECT_EQ(log.places(), (list{"3:$streams@0", "4:$streams@1"}));
  EXPECT_EQ(log.stream("$streams").size(), 2U);
  log.refuses(to("a"), errc::stream_deleted);
  log.reopen();
  log.refuses(to("never-written"), errc::stream_deleted);
}

VARVE_CONTRACT(compaction_contract, a_compacted_log_moves_through_another_store_and_back) {
  transfers::fill(log.store());
  ASSERT_GT(compactions::compact(log).events, 0);
  const list lines = transfers::export_lines(log.store());
  const auto there = transfers::other(log);
  transfers::import_lines(*there, lines).value();
  EXPECT_EQ(transfers::without_header(transfers::export_lines(*there)), transfers::without_header(lines));
  EXPECT_EQ(transfers::events_of(*there), log.events());
}

VARVE_CONTRACT(compaction_contract, a_log_that_was_compacted_meanwhile_is_still_the_source_of_an_import) {
  const auto there = transfers::other(log);
  compactions::fill(log);
  transfers::import_lines(*there, transfers::export_lines(log.store())).value();
  compactions::compact(log);
  log.write("b");
  const auto done = transfers::import_lines(*there, transfers::export_lines(log.store())).value();
  EXPECT_EQ(done.known, 8);
  EXPECT_EQ(done.events, 1);
}

VARVE_CONTRACT(compaction_contract, a_store_that_only_reads_or_is_closed_compacts_nothing) {
  compactions::fill(log);
  ASSERT_EQ(log.places().size(), 8U);
  EXPECT_EQ(name_of(log.open_read_only()->compact({}, {})), "read_only");
  EXPECT_EQ(log.places().size(), 8U);
  log->close(closing::finish);
  EXPECT_EQ(name_of(log->compact({}, {})), "unavailable");
}

VARVE_CONTRACT(compaction_contract, retention_keeps_so_many_of_each_stream) {
  log.write("a-1", 5);
  log.write("a-2", 2);
  log.write("b", 5);
  const auto rule = retention_rule{.prefix = "a-", .max_count = 3, .max_age = {}};
  const auto counted =
      retain(log.store(), rule, {.dry_run = true, .time = &log.time(), .progress = {}}).value();
  EXPECT_EQ(log.places().size(), 12U) << "only counted";
  const auto done =
      retain(log.store(), rule, {.dry_run = false, .time = &log.time(), .progress = {}}).value();
  for (const auto& one : {counted, done}) {
    EXPECT_EQ(one.streams, 2);
    EXPECT_EQ(one.truncated, 1);
    EXPECT_EQ(one.events, 2);
  }
  EXPECT_EQ(log.stream("a-1"), (list{"3:a-1@2", "4:a-1@3", "5:a-1@4"}));
  EXPECT_EQ(log.stream("a-2").size(), 2U);
  EXPECT_EQ(log.stream("b").size(), 5U);
  EXPECT_EQ(retain(log.store(), rule).value().truncated, 0) << "it is kept already";
}

VARVE_CONTRACT(compaction_contract, retention_keeps_what_is_young_enough) {
  for (int day = 0; day < 10; ++day) {
    log.write("a", 2);
    log.time().advance(std::chrono::hours{24});
  }
  ASSERT_EQ(log.stream("a").size(), 20U);
  retention_rule rule{.prefix = {}, .max_count = {}, .max_age = std::chrono::hours{24 * 3}};
  const retention_options how{.dry_run = false, .time = &log.time(), .progress = {}};
  EXPECT_EQ(retain(log.store(), rule, how).value().events, 14);
  EXPECT_EQ(log.stream("a").size(), 6U);
  rule.max_count = 1;
  EXPECT_EQ(retain(log.store(), rule, how).value().events, 5) << "either demand hides";
  log.time().advance(std::chrono::hours{24 * 30});
  EXPECT_EQ(retain(log.store(), rule, how).value().events, 1) << "also the last one";
  EXPECT_TRUE(log.stream("a").empty());
  EXPECT_EQ(log.good(to("a", {noted()}, revision{19})).writes[0].first, revision{20});
}

VARVE_CONTRACT(compaction_contract, retention_by_an_age_beyond_all_time_keeps_everything) {
  log.write("a", 2);
  retention_rule rule{.prefix = {}, .max_count = {}, .max_age = std::chrono::nanoseconds::max()};
  const retention_options how{.dry_run = false, .time = &log.time(), .progress = {}};
  EXPECT_EQ(retain(log.store(), rule, how).value().events, 0);
  EXPECT_EQ(log.stream("a").size(), 2U);
}

VARVE_CONTRACT(compaction_contract, retention_that_is_told_to_stop_goes_on_when_it_is_begun_again) {
  log.write("a", 3);
  log.write("b", 3);
  const retention_rule rule{.prefix = {}, .max_count = 1, .max_age = {}};
  retention_options how{.dry_run = false, .time = &log.time(), .progress = {}};
  how.progress = [](const retention_report& done) -> result<void> {
    EXPECT_EQ(done.truncated, 1);
    return error{errc::stopped, "enough"};
  };
  EXPECT_EQ(name_of(retain(log.store(), rule, how)), "stopped");
  EXPECT_EQ(log.stream("a"), (list{"3:a@2"})) << "what was begun is done";
  EXPECT_EQ(log.stream("b").size(), 3U);
  how.progress = {};
  EXPECT_EQ(retain(log.store(), rule, how).value().truncated, 1);
  EXPECT_EQ(log.stream("b"), (list{"6:b@2"}));
}

VARVE_CONTRACT(compaction_contract, retention_finds_nothing_to_hide_in_a_deleted_stream) {
  log.write("a", 3);
  log.good(append_request::soft_delete("a"));
  ASSERT_EQ(log.places().size(), 4U);
  EXPECT_EQ(retain(log.store(), {.prefix = {}, .max_count = 1, .max_age = {}}).value().truncated, 0);
  EXPECT_EQ(log.places().size(), 4U);
}

VARVE_CONTRACT(compaction_contract, a_rule_demands_something_that_can_be) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  EXPECT_EQ(name_of(retain(log.store(), {})), "invalid_argument");
  EXPECT_EQ(name_of(retain(log.store(), {.prefix = {}, .max_count = -1, .max_age = {}})), "invalid_argument");
  EXPECT_EQ(
      name_of(retain(log.store(), {.prefix = {}, .max_count = {}, .max_age = std::chrono::seconds{-1}})),
      "invalid_argument");
}

}  // namespace

suite<store_fixture> compaction_contract() {
  return {
      "compaction_contract",
      simulated,
      {VARVE_SHOWN(compaction_contract, hidden_events_are_given_no_more_and_all_others_are),
       VARVE_SHOWN(compaction_contract, a_read_says_that_it_has_looked_at_what_it_does_not_give),
       VARVE_SHOWN(compaction_contract, a_commit_of_which_nothing_is_left_is_passed_over),
       VARVE_SHOWN(compaction_contract, what_remains_of_an_event_is_found_by_id_and_position),
       VARVE_SHOWN(compaction_contract, skeletons_are_given_to_whoever_asks_for_them),
       VARVE_SHOWN(compaction_contract, data_that_are_not_json_and_empty_data_are_compacted_too),
       VARVE_SHOWN(compaction_contract, repeats_are_known_and_other_contents_refused),
       VARVE_SHOWN(compaction_contract, conditions_and_expectations_count_compacted_events),
       VARVE_SHOWN(compaction_contract, a_checkpoint_at_a_compacted_event_is_good),
       VARVE_SHOWN(compaction_contract, goes_on_where_it_stopped_slice_by_slice),
       VARVE_SHOWN(compaction_contract, a_slice_that_has_no_time_looks_at_one_event_at_least),
       VARVE_SHOWN(compaction_contract, behind_the_head_there_is_nothing_to_do),
       VARVE_SHOWN(compaction_contract, what_cannot_be_asked_is_refused),
       VARVE_SHOWN(compaction_contract, one_that_was_stopped_is_simply_begun_again),
       VARVE_SHOWN(compaction_contract, a_log_grows_while_it_is_compacted),
       VARVE_SHOWN(compaction_contract, what_is_hidden_later_is_compacted_later),
       VARVE_SHOWN(compaction_contract, events_of_reserved_streams_stay),
       VARVE_SHOWN(compaction_contract, a_compacted_log_moves_through_another_store_and_back),
       VARVE_SHOWN(compaction_contract, a_log_that_was_compacted_meanwhile_is_still_the_source_of_an_import),
       VARVE_SHOWN(compaction_contract, a_store_that_only_reads_or_is_closed_compacts_nothing),
       VARVE_SHOWN(compaction_contract, retention_keeps_so_many_of_each_stream),
       VARVE_SHOWN(compaction_contract, retention_keeps_what_is_young_enough),
       VARVE_SHOWN(compaction_contract, retention_by_an_age_beyond_all_time_keeps_everything),
       VARVE_SHOWN(compaction_contract, retention_that_is_told_to_stop_goes_on_when_it_is_begun_again),
       VARVE_SHOWN(compaction_contract, retention_finds_nothing_to_hide_in_a_deleted_stream),
       VARVE_SHOWN(compaction_contract, a_rule_demands_something_that_can_be)}};
}

}  // namespace varve::contract
