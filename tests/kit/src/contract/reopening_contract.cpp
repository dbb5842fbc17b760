#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

VARVE_CONTRACT(reopening_contract, holds_every_event_as_it_was) {
  new_event event = tagged({"red", "small"}, 1);
  event.metadata = R"({"actor":"me"})";
  event.occurred_at = timestamp{std::chrono::nanoseconds{-1}};
  new_event bytes = noted(2);
  bytes.content_type = "application/octet-stream";
  bytes.data = std::string("\0\xFF", 2);
  append_request request = to("a", {event, bytes});
  request.writes.push_back({"b", {}, several(1)});
  log.good(std::move(request));
  log.good(append_request::soft_delete("b"));
  const auto before = log.events();
  ASSERT_EQ(before.size(), 4U);
  log.reopen();
  EXPECT_EQ(log.events(), before);
}

VARVE_CONTRACT(reopening_contract, goes_on_with_the_next_position_and_revision) {
  log.write("a", 2);
  log.reopen();
  log.good(to("a", several(1), revision{1}));
  log.reopen();
  log.good(to("a", several(1), revision{2}));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:a@2", "4:a@3"}));
}

VARVE_CONTRACT(reopening_contract, holds_what_was_deleted_closed_and_truncated) {
  log.write("truncated", 3);
  log.write("deleted", 2);
  log.write("closed", 2);
  log.good(append_request::truncate("truncated", revision{2}));
  log.good(append_request::soft_delete("deleted"));
  log.good(append_request::hard_delete("closed"));
  log.good(append_request::hard_delete("never"));
  const auto listed = log->list_streams({}).value().streams;
  ASSERT_EQ(listed.size(), 3U);
  log.reopen();
  EXPECT_EQ(log.stream("truncated"), list{"3:truncated@2"});
  EXPECT_TRUE(log.stream("deleted").empty());
  log.refuses(to("closed"), errc::stream_deleted);
  log.refuses(to("never"), errc::stream_deleted);
  const auto again = log->list_streams({}).value().streams;
  ASSERT_EQ(again.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(again[i].stream, listed[i].stream);
    EXPECT_EQ(again[i].revision, listed[i].revision);
    EXPECT_EQ(again[i].events, listed[i].events);
    EXPECT_EQ(again[i].deleted, listed[i].deleted);
  }
  log.good(to("deleted", several(1), expected::no_stream()));
}

VARVE_CONTRACT(reopening_contract, counts_what_was_written) {
  log.write("a", 2);
  log.write("b", 1);
  log.good(append_request::soft_delete("a"));
  const log_info before = log->info().value();
  log.reopen();
  const log_info after = log->info().value();
  EXPECT_EQ(after.events, 3);
  EXPECT_EQ(after.streams, 2);
  EXPECT_EQ(after.head, before.head);
  EXPECT_EQ(after.head.position, position{4});
}

VARVE_CONTRACT(reopening_contract, gives_append_times_that_do_not_fall) {
  log.write("a");
  const auto before = log.events();
  ASSERT_EQ(before.size(), 1U);
  log.time().jump(-std::chrono::hours{1});
  log.reopen();
  log.write("a");
  ASSERT_EQ(log.events().size(), 2U);
  EXPECT_EQ(log.events().back().recorded_at, before.front().recorded_at);
}

VARVE_CONTRACT(reopening_contract, finds_tags_and_types_of_before) {
  log.good(to("a", {tagged({"red"}), of_type("opened")}));
  log.reopen();
  EXPECT_EQ(log.places({.query = of({}, {"red"})}), list{"1:a@0"});
  EXPECT_EQ(log.places({.types = {"opened"}}), list{"2:a@1"});
  EXPECT_EQ(log.loses(with_condition(to("b"), of({}, {"red"}))).position, position{1});
}

VARVE_CONTRACT(reopening_contract, two_stores_on_one_log_see_each_others_writes) {
  const auto other = log.open_another();
  log.write("a");
  EXPECT_EQ(name_of(other->append_and_wait(to("a", several(1), revision{0}))), "appended");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
  log.good(to("a", several(1), revision{1}));
  EXPECT_EQ(places_of(other->read_log(token::start(), {}, {}).value()), (list{"1:a@0", "2:a@1", "3:a@2"}));
  EXPECT_EQ(other->info().value().head, log.head());
}

VARVE_CONTRACT(reopening_contract, two_stores_on_one_log_judge_each_others_writes) {
  const auto other = log.open_another();
  const auto others = [&](append_request request) {
    return name_of(other->append_and_wait(std::move(request)));
  };
  log.good(to("a", {tagged({"red"}, 1)}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  EXPECT_EQ(others(to("a", {tagged({"red"}, 1)})), "replayed");
  EXPECT_EQ(others(to("b", {tagged({"red"}, 1)})), "idempotency_mismatch");
  EXPECT_EQ(others(to("a", {noted(2)}, expected::no_stream())), "conflict");
  EXPECT_EQ(others(with_check(to("b"), "a", expected::no_stream())), "conflict");
  EXPECT_EQ(others(with_condition(to("b"), of({}, {"red"}))), "conflict");
  EXPECT_EQ(others(append_request::hard_delete("a")), "appended");
  log.refuses(to("a", {noted(3)}), errc::stream_deleted);
  EXPECT_TRUE(log.stream("a").empty());
}

}  // namespace

suite<store_fixture> reopening_contract() {
  return {"reopening_contract",
          simulated,
          {VARVE_SHOWN(reopening_contract, holds_every_event_as_it_was),
           VARVE_SHOWN(reopening_contract, goes_on_with_the_next_position_and_revision),
           VARVE_SHOWN(reopening_contract, holds_what_was_deleted_closed_and_truncated),
           VARVE_SHOWN(reopening_contract, counts_what_was_written),
           VARVE_SHOWN(reopening_contract, gives_append_times_that_do_not_fall),
           VARVE_SHOWN(reopening_contract, finds_tags_and_types_of_before),
           VARVE_SHOWN(reopening_contract, two_stores_on_one_log_see_each_others_writes),
           VARVE_SHOWN(reopening_contract, two_stores_on_one_log_judge_each_others_writes)}};
}

}  // namespace varve::contract
