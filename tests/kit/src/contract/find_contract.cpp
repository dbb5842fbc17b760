#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <array>

namespace varve::contract {
namespace {

namespace finding {

std::vector<std::int64_t> positions_of(subject& log, const std::vector<event_id>& ids) {
  std::vector<std::int64_t> out;
  for (const auto& found : log->find(ids).value()) out.push_back(found ? found->position.value() : 0);
  return out;
}

}  // namespace finding

VARVE_CONTRACT(find_contract, gives_what_stands_under_each_id_in_the_order_asked) {
  log.good(to("a", {noted(1), noted(2)}));
  log.good(to("b", {noted(3)}));
  ASSERT_EQ(log.places().size(), 3U);
  EXPECT_EQ(finding::positions_of(log, {id(3), id(9), id(1), id(3)}),
            (std::vector<std::int64_t>{3, 0, 1, 3}));
  EXPECT_TRUE(log->find({}).value().empty());
}

VARVE_CONTRACT(find_contract, gives_all_that_remains_of_an_event) {
  log.write("a");
  new_event event = tagged({"red"}, 1);
  event.occurred_at = timestamp{std::chrono::seconds{5}};
  log.good(to("cart-1", {noted(2), event}));
  const std::array ids{id(1)};
  const auto found = log->find(ids).value();
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found.front());
  const event_ref& one = *found.front();
  EXPECT_EQ(one.position, position{3});
  EXPECT_EQ(one.commit, position{2});
  EXPECT_EQ(one.stream, "cart-1");
  EXPECT_EQ(one.revision, revision{1});
  EXPECT_EQ(one.id, id(1));
  EXPECT_EQ(one.type, "noted");
  EXPECT_EQ(one.occurred_at, timestamp{std::chrono::seconds{5}});
  EXPECT_EQ(one.recorded_at, log.time().now());
  EXPECT_EQ(one.content_digest,
            content_digest("cart-1", "noted", "application/json", event.data, event.tags.view()));
}

VARVE_CONTRACT(find_contract, gives_hidden_events_and_changes_of_streams_too) {
  log.good(to("truncated", {noted(1)}));
  log.good(to("closed", {noted(2)}));
  log.good(append_request::truncate("truncated", revision{1}));
  log.good(with_id(append_request::hard_delete("closed"), 3));
  ASSERT_EQ(log.places().size(), 4U);
  EXPECT_EQ(finding::positions_of(log, {id(1), id(2), id(3)}), (std::vector<std::int64_t>{1, 2, 4}));
  EXPECT_EQ(log->event_at(position{1}).value().id, id(1));
  EXPECT_EQ(log->event_at(position{4}).value().type, "$tombstoned");
  EXPECT_EQ(log->event_at(position{4}).value().stream, "$streams");
}

VARVE_CONTRACT(find_contract, gives_the_event_at_each_position) {
  log.write("a", 3);
  log.write("b", 2);
  const auto events = log.events();
  ASSERT_EQ(events.size(), 5U);
  for (const auto& one : events) {
    const event_ref found = log->event_at(one.position).value();
    EXPECT_EQ(found.position, one.position);
    EXPECT_EQ(found.commit, one.commit);
    EXPECT_EQ(found.stream, one.stream);
    EXPECT_EQ(found.revision, one.revision);
    EXPECT_EQ(found.id, one.id);
    EXPECT_EQ(found.type, one.type);
    EXPECT_EQ(found.occurred_at, one.occurred_at);
    EXPECT_EQ(found.recorded_at, one.recorded_at);
    EXPECT_EQ(found.content_digest, one.content_digest);
  }
}

VARVE_CONTRACT(find_contract, there_is_no_event_before_the_first_and_behind_the_head) {
  log.write("a", 2);
  ASSERT_EQ(log.places().size(), 2U);
  for (const std::int64_t place :
       {std::int64_t{-1}, std::int64_t{0}, std::int64_t{3}, position::max().value()})
    EXPECT_EQ(name_of(log->event_at(position{place})), "not_found") << place;
}

VARVE_CONTRACT(find_contract, does_not_find_what_was_refused) {
  log.good(to("a", {noted(1)}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.loses(to("a", {noted(2)}, expected::no_stream()));
  EXPECT_EQ(finding::positions_of(log, {id(1), id(2)}), (std::vector<std::int64_t>{1, 0}));
}

}  // namespace

suite<store_fixture> find_contract() {
  return {"find_contract",
          simulated,
          {VARVE_SHOWN(find_contract, gives_what_stands_under_each_id_in_the_order_asked),
           VARVE_SHOWN(find_contract, gives_all_that_remains_of_an_event),
           VARVE_SHOWN(find_contract, gives_hidden_events_and_changes_of_streams_too),
           VARVE_SHOWN(find_contract, gives_the_event_at_each_position),
           VARVE_SHOWN(find_contract, there_is_no_event_before_the_first_and_behind_the_head),
           VARVE_SHOWN(find_contract, does_not_find_what_was_refused)}};
}

}  // namespace varve::contract
