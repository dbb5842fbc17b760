#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

namespace sizes {

new_event of_bytes(std::size_t size) {
  new_event out = noted();
  out.content_type = "text/plain";
  out.data.assign(size, 'x');
  return out;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace sizes

VARVE_CONTRACT(limits_contract, an_append_holds_ten_thousand_events) {
  const appended out = log.write("a", most_events_in_append);
  EXPECT_EQ(out.last, position{10'000});
  EXPECT_EQ(log.stream("a").size(), 10'000U);
  EXPECT_EQ(log->event_at(position{10'000}).value().commit, position{1});
  log.refuses(to("a", several(most_events_in_append + 1)), errc::too_large);
  append_request spread = to("a", several(most_events_in_append));
  spread.writes.push_back({"b", {}, several(1)});
  log.refuses(std::move(spread), errc::too_large);
}

VARVE_CONTRACT(limits_contract, an_append_holds_sixteen_mebibytes_of_data_and_metadata) {
  new_event half = sizes::of_bytes(most_bytes_in_append / 2);
  log.good(to("a", {half, half}));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events.back().data, half.data);
  log.refuses(to("a", {half, half, sizes::of_bytes(1)}), errc::too_large);
  half.metadata = R"({"a":1})";
  log.refuses(to("a", {half, half}), errc::too_large);
}

VARVE_CONTRACT(limits_contract, the_form_is_judged_before_the_size) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  new_event bad = noted();
  bad.data = "{";
  log.refuses(to("a", {sizes::of_bytes(most_bytes_in_append + 1), bad}), errc::invalid_argument);
  log.refuses(to("a", {sizes::of_bytes(most_bytes_in_append + 1)}, expected::stream_exists()),
              errc::too_large);
}

VARVE_CONTRACT(limits_contract, the_size_is_judged_before_ids_and_demands) {
  log.good(to("a", {noted(1)}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  std::vector<new_event> events = several(most_events_in_append + 1);
  events.front() = noted(1);
  log.refuses(to("a", std::move(events), expected::no_stream()), errc::too_large);
}

VARVE_CONTRACT(limits_contract, names_have_up_to_255_bytes) {
  const std::string longest(255, 'n');
  new_event event = of_type(longest);
  event.tags = {longest};
  log.good(to(longest, {event}));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().stream, longest);
  EXPECT_EQ(events.front().type, longest);
  EXPECT_EQ(events.front().tags, list{longest});
  EXPECT_EQ(log.places({.types = {longest}, .prefix = longest, .query = of({longest}, {longest})}).size(),
            1U);
  log.refuses(to("a", {of_type(longest + 'n')}), errc::invalid_argument);
}

VARVE_CONTRACT(limits_contract, an_event_has_up_to_64_tags_kept_in_order) {
  new_event event = noted();
  list labels;
  for (int i = 0; i < 64; ++i) {
    labels.push_back(std::to_string(1000 - i) + std::string(200, 't'));
    event.tags.add(labels.back()).value();
  }
  log.good(to("a", {event}));
  ASSERT_EQ(log.events().size(), 1U);
  EXPECT_EQ(log.events().front().tags, labels);
  EXPECT_EQ(log.places({.query = of({}, labels)}), list{"1:a@0"});
}

VARVE_CONTRACT(limits_contract, data_nest_1024_deep_and_metadata_32) {
  new_event event = noted();
  event.data = sizes::nested(1024);
  event.metadata = "{\"a\":" + sizes::nested(31) + "}";
  log.good(to("a", {event}));
  ASSERT_EQ(log.events().size(), 1U);
  EXPECT_EQ(log.events().front().data, event.data);
  EXPECT_EQ(log.events().front().metadata, event.metadata);
  event.data = sizes::nested(1025);
  log.refuses(to("a", {event}), errc::invalid_argument);
  event.data = "1";
  event.metadata = "{\"a\":" + sizes::nested(32) + "}";
  log.refuses(to("a", {event}), errc::invalid_argument);
}

VARVE_CONTRACT(limits_contract, a_consumers_page_grows_to_hold_the_largest_commit) {
  log.write("a");
  log.write("a", most_events_in_append);
  const page first = log->read_log(token::start(), {}, {.limit = 10, .whole_commits = true}).value();
  EXPECT_EQ(first.size(), 1U);
  const page second = log->read_log({{}, position{1}}, {}, {.limit = 10, .whole_commits = true}).value();
  EXPECT_EQ(second.size(), most_events_in_append);
  EXPECT_TRUE(second.at_end());
}

}  // namespace

suite<store_fixture> limits_contract() {
  return {"limits_contract",
          simulated,
          {VARVE_SHOWN(limits_contract, an_append_holds_ten_thousand_events),
           VARVE_SHOWN(limits_contract, an_append_holds_sixteen_mebibytes_of_data_and_metadata),
           VARVE_SHOWN(limits_contract, the_form_is_judged_before_the_size),
           VARVE_SHOWN(limits_contract, the_size_is_judged_before_ids_and_demands),
           VARVE_SHOWN(limits_contract, names_have_up_to_255_bytes),
           VARVE_SHOWN(limits_contract, an_event_has_up_to_64_tags_kept_in_order),
           VARVE_SHOWN(limits_contract, data_nest_1024_deep_and_metadata_32),
           VARVE_SHOWN(limits_contract, a_consumers_page_grows_to_hold_the_largest_commit)}};
}

}  // namespace varve::contract
