#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <gmock/gmock.h>

#include <future>
#include <mutex>
#include <thread>

namespace varve::contract {
namespace {

VARVE_CONTRACT(append_contract, gives_positions_from_one_without_a_gap) {
  for (int i = 0; i < 3; ++i) log.write("a", 2);
  std::vector<std::int64_t> positions;
  for (const auto& one : log.events()) positions.push_back(one.position.value());
  EXPECT_EQ(positions, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
}

VARVE_CONTRACT(append_contract, gives_revisions_from_zero_in_each_stream) {
  log.write("a", 2);
  log.write("b");
  log.write("a");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:b@0", "4:a@2"}));
}

VARVE_CONTRACT(append_contract, answers_with_the_numbers_that_readers_see) {
  log.write("a", 3);
  append_request request = to("a", several(2));
  request.writes.push_back({"b", {}, several(1)});
  const appended out = log.good(std::move(request));
  EXPECT_EQ(out.writes,
            (std::vector<written>{{"a", revision{3}, revision{4}}, {"b", revision{0}, revision{0}}}));
  EXPECT_EQ(out.first, position{4});
  EXPECT_EQ(out.last, position{6});
  EXPECT_EQ(out.token, log.head());
  EXPECT_EQ(last_of(log.places()), "6:b@0");
}

VARVE_CONTRACT(append_contract, gives_an_event_back_as_it_was_written) {
  new_event event = noted(7);
  event.type = "cart.item-added";
  event.data = R"({"sku":"apple"})";
  event.tags = {"red", "fruit"};
  event.metadata = R"({"actor":"me","headers":{"x":"y"}})";
  event.occurred_at = timestamp{std::chrono::nanoseconds{1'234'567'890'123'456'789}};
  log.good(to("cart-42", {event}));

  const auto events = log.events();
  ASSERT_EQ(events.size(), 1U);
  const seen& one = events.front();
  EXPECT_EQ(one.position, position{1});
  EXPECT_EQ(one.commit, position{1});
  EXPECT_EQ(one.stream, "cart-42");
  EXPECT_EQ(one.revision, revision{0});
  EXPECT_EQ(one.id, id(7));
  EXPECT_EQ(one.type, event.type);
  EXPECT_EQ(one.content_type, "application/json");
  EXPECT_EQ(one.data, event.data);
  EXPECT_EQ(one.metadata, event.metadata);
  EXPECT_EQ(one.tags, (list{"red", "fruit"}));
  EXPECT_EQ(one.occurred_at, event.occurred_at);
  EXPECT_EQ(one.recorded_at, log.time().now());
  EXPECT_EQ(one.content_digest,
            content_digest("cart-42", event.type, one.content_type, event.data, event.tags.view()));
}

VARVE_CONTRACT(append_contract, keeps_json_as_it_was_spelt_without_white_space_between_tokens) {
  new_event event = noted();
  event.data = " { \"b\" : [ 1.000, 18446744073709551616, -0, 1E+2 ],\n\t\"a\" : \" \\u0041 \\ud800 \" } ";
  event.metadata = "{ \"z\" : 1.0 , \"a\" : [ ] }";
  log.good(to("a", {event}));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().data, R"({"b":[1.000,18446744073709551616,-0,1E+2],"a":" \u0041 \ud800 "})");
  EXPECT_EQ(events.front().metadata, R"({"z":1.0,"a":[]})");
}

VARVE_CONTRACT(append_contract, takes_any_json_value_as_data_also_with_repeated_names) {
  const list values{
      "null", "true", "0", "-1e-400000", "\"\"", "[]", "{}", R"({"a":1,"a":2})", "\"\xF0\x9F\x8D\x8E\""};
  std::vector<new_event> events;
  for (const auto& value : values) {
    events.push_back(noted());
    events.back().data = value;
  }
  log.good(to("a", events));
  list given;
  for (const auto& one : log.events()) given.push_back(one.data);
  EXPECT_EQ(given, values);
}

VARVE_CONTRACT(append_contract, keeps_bytes_that_are_not_json) {
  new_event event = noted();
  event.content_type = "application/octet-stream";
  for (int byte = 0; byte < 256; ++byte) event.data.push_back(static_cast<char>(byte));
  new_event empty = noted();
  empty.content_type = "text/plain";
  empty.data.clear();
  log.good(to("a", {event, empty}));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].data, event.data);
  EXPECT_EQ(events[0].content_type, "application/octet-stream");
  EXPECT_EQ(events[1].data, "");
  EXPECT_EQ(events[1].content_type, "text/plain");
}

VARVE_CONTRACT(append_contract, fills_in_what_an_event_leaves_out) {
  log.time().advance(std::chrono::nanoseconds{123'456'789});
  log.write("a", 3);
  const auto events = log.events();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_LT(events[0].id, events[1].id) << "ids are ordered by time";
  EXPECT_LT(events[1].id, events[2].id);
  EXPECT_EQ(events[0].id.value.version(), 7);
  EXPECT_EQ(events[0].metadata, "{}");
  EXPECT_EQ(events[0].occurred_at, log.time().now());
  EXPECT_TRUE(events[0].tags.empty());
}

VARVE_CONTRACT(append_contract, keeps_event_times_at_the_ends_of_their_range) {
  new_event first = noted();
  first.occurred_at = timestamp::min();
  new_event last = noted();
  last.occurred_at = timestamp::max();
  log.good(to("a", {first, last}));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].occurred_at, timestamp::min());
  EXPECT_EQ(events[1].occurred_at, timestamp::max());
}

VARVE_CONTRACT(append_contract, keeps_tags_in_order_and_each_once) {
  log.good(to("a", {tagged({"b", "a", "b", "c", "a"})}));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().tags, (list{"b", "a", "c"}));
}

VARVE_CONTRACT(append_contract, gives_append_times_that_never_fall_and_says_when_the_clock_jumps_back) {
  const timestamp start = log.time().now();
  log.write("a");
  log.time().jump(-std::chrono::hours{2});
  log.write("a");
  log.time().jump(std::chrono::hours{3});
  log.write("a");
  const auto events = log.events();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].recorded_at, start);
  EXPECT_EQ(events[1].recorded_at, start);
  EXPECT_EQ(events[2].recorded_at, start + std::chrono::hours{1});
  EXPECT_EQ(log.lines().count("clock"), 1U);
}

VARVE_CONTRACT(append_contract, gives_every_event_the_position_of_its_commits_first) {
  log.write("a", 2);
  append_request request = to("a", several(2));
  request.writes.push_back({"b", {}, several(1)});
  log.good(std::move(request));
  std::vector<std::int64_t> commits;
  for (const auto& one : log.events()) commits.push_back(one.commit.value());
  EXPECT_EQ(commits, (std::vector<std::int64_t>{1, 1, 3, 3, 3}));
}

VARVE_CONTRACT(append_contract, writes_several_streams_in_the_order_given_also_one_twice) {
  append_request request = to("b", several(2));
  request.writes.push_back({"a", {}, several(1)});
  request.writes.push_back({"b", {}, several(1)});
  const appended out = log.good(std::move(request));
  EXPECT_EQ(log.places(), (list{"1:b@0", "2:b@1", "3:a@0", "4:b@2"}));
  EXPECT_EQ(out.writes, (std::vector<written>{{"b", revision{0}, revision{1}},
                                              {"a", revision{0}, revision{0}},
                                              {"b", revision{2}, revision{2}}}));
}

VARVE_CONTRACT(append_contract, compares_names_bytewise_and_never_normalises_them) {
  const std::string composed = "caf\xC3\xA9";
  const std::string decomposed = "cafe\xCC\x81";
  log.write(composed);
  log.write(decomposed);
  log.write("A");
  log.write("a");
  EXPECT_EQ(log.places(), (list{"1:" + composed + "@0", "2:" + decomposed + "@0", "3:A@0", "4:a@0"}));
}

VARVE_CONTRACT(append_contract, refuses_what_is_malformed_and_writes_nothing) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const auto refuses_event = [&](auto change) {
    new_event event = noted();
    change(event);
    log.refuses(to("a", {noted(), event}), errc::invalid_argument);
  };
  refuses_event([](new_event& e) { e.type = ""; });
  refuses_event([](new_event& e) { e.type = std::string(256, 'x'); });
  refuses_event([](new_event& e) { e.type = "a\x01"; });
  refuses_event([](new_event& e) { e.type = "\xC2\x85"; });
  refuses_event([](new_event& e) { e.type = "\xED\xA0\x80"; });
  refuses_event([](new_event& e) { e.data = ""; });
  refuses_event([](new_event& e) { e.data = "{\"a\":01}"; });
  refuses_event([](new_event& e) { e.data = "\"\xFF\""; });
  refuses_event([](new_event& e) { e.data = "1 2"; });
  refuses_event([](new_event& e) { e.metadata = "[]"; });
  refuses_event([](new_event& e) { e.metadata = R"({"a":1,"a":2})"; });
  refuses_event([](new_event& e) { e.metadata = R"({"a":[{"b":1,"b":1}]})"; });
  refuses_event([](new_event& e) { e.content_type = "a\n"; });
  log.refuses(append_request{}, errc::invalid_argument);
  log.refuses(to("a", {}), errc::invalid_argument);
  log.refuses(to("a", {noted()}, revision{-1}), errc::invalid_argument);
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(append_contract, refuses_an_id_twice_in_one_append) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  append_request request = to("a", {noted(1)});
  request.writes.push_back({"b", {}, {noted(1)}});
  log.refuses(request, errc::invalid_argument);
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(append_contract, refuses_names_that_are_reserved) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log.refuses(to("$streams"), errc::invalid_argument);
  log.refuses(to("$mine"), errc::invalid_argument);
  log.refuses(to("a", {of_type("$deleted")}), errc::invalid_argument);
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(append_contract, names_the_stream_and_the_event_that_it_refuses) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  append_request request = to("cart-42", several(3));
  request.writes.front().events.back().data = "{";
  const auto outcome = log.append(request);
  ASSERT_EQ(name_of(outcome), "invalid_argument");
  EXPECT_THAT(std::get<not_written>(outcome).why.message,
              ::testing::AllOf(::testing::HasSubstr("cart-42"), ::testing::HasSubstr("2")));
}

VARVE_CONTRACT(append_contract, calls_back_once_with_the_outcome_and_never_inside_append) {
  std::mutex held_during_append;
  std::promise<append_outcome> called;
  {
    const std::unique_lock lock{held_during_append};
    const auto append_thread = std::this_thread::get_id();
    log->append(to("a", several(2)), [&, append_thread](append_outcome outcome) {
      if (std::this_thread::get_id() == append_thread) return called.set_value(unknown{"inside", {}});
      static_cast<void>(std::scoped_lock{held_during_append});  // append has returned
      called.set_value(std::move(outcome));
    });
  }
  const auto outcome = called.get_future().get();
  ASSERT_EQ(name_of(outcome), "appended");
  EXPECT_EQ(std::get<appended>(outcome).last, position{2});
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(append_contract, calls_back_with_every_other_outcome_too) {
  log.good(to("a", {noted(1)}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  EXPECT_EQ(name_of(log.append_by_callback(to("a", {noted(1)}))), "replayed");
  EXPECT_EQ(name_of(log.append_by_callback(to("a", {noted(2)}, expected::no_stream()))), "conflict");
  EXPECT_EQ(name_of(log.append_by_callback(to("a", {}))), "invalid_argument");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(append_contract, judges_the_appends_of_one_thread_in_the_order_given) {
  constexpr std::int64_t appends = 200;
  for (std::int64_t i = 0; i < appends; ++i) {
    const expected next = i == 0 ? expected::no_stream() : expected{revision{i - 1}};
    if (i % 5 == 4)
      EXPECT_EQ(name_of(log.append(to("a", several(1), next))), "appended") << i;
    else
      log->append(to("a", several(1), next), [](const append_outcome&) {});
  }
  log.good(to("a", several(1), revision{appends - 1}));
  EXPECT_EQ(log.stream("a").size(), static_cast<std::size_t>(appends) + 1);
}

VARVE_CONTRACT(append_contract, lets_a_callback_append_but_not_wait) {
  std::promise<std::string> waited;
  std::promise<std::string> appended_again;
  log->append(to("a"), [&](const append_outcome&) {
    waited.set_value(name_of(log.append(to("a"))));
    log->append(to("a"), [&](const append_outcome& outcome) { appended_again.set_value(name_of(outcome)); });
  });
  EXPECT_EQ(waited.get_future().get(), "invalid_argument");
  EXPECT_EQ(appended_again.get_future().get(), "appended");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(append_contract, measures_what_it_appends) {
  log.write("a", 3);
  ASSERT_EQ(log.places().size(), 3U);
  log.loses(to("a", several(2), expected::no_stream()));
  EXPECT_EQ(log.metrics().sum("varve.store.events.appended"), 3);
  EXPECT_EQ(log.metrics().named("varve.store.append.duration").size(), 2U);
}

}  // namespace

suite<store_fixture> append_contract() {
  return {
      "append_contract",
      simulated,
      {VARVE_SHOWN(append_contract, gives_positions_from_one_without_a_gap),
       VARVE_SHOWN(append_contract, gives_revisions_from_zero_in_each_stream),
       VARVE_SHOWN(append_contract, answers_with_the_numbers_that_readers_see),
       VARVE_SHOWN(append_contract, gives_an_event_back_as_it_was_written),
       VARVE_SHOWN(append_contract, keeps_json_as_it_was_spelt_without_white_space_between_tokens),
       VARVE_SHOWN(append_contract, takes_any_json_value_as_data_also_with_repeated_names),
       VARVE_SHOWN(append_contract, keeps_bytes_that_are_not_json),
       VARVE_SHOWN(append_contract, fills_in_what_an_event_leaves_out),
       VARVE_SHOWN(append_contract, keeps_event_times_at_the_ends_of_their_range),
       VARVE_SHOWN(append_contract, keeps_tags_in_order_and_each_once),
       VARVE_SHOWN(append_contract, gives_append_times_that_never_fall_and_says_when_the_clock_jumps_back),
       VARVE_SHOWN(append_contract, gives_every_event_the_position_of_its_commits_first),
       VARVE_SHOWN(append_contract, writes_several_streams_in_the_order_given_also_one_twice),
       VARVE_SHOWN(append_contract, compares_names_bytewise_and_never_normalises_them),
       VARVE_SHOWN(append_contract, refuses_what_is_malformed_and_writes_nothing),
       VARVE_SHOWN(append_contract, refuses_an_id_twice_in_one_append),
       VARVE_SHOWN(append_contract, refuses_names_that_are_reserved),
       VARVE_SHOWN(append_contract, names_the_stream_and_the_event_that_it_refuses),
       VARVE_SHOWN(append_contract, calls_back_once_with_the_outcome_and_never_inside_append),
       VARVE_SHOWN(append_contract, calls_back_with_every_other_outcome_too),
       VARVE_SHOWN(append_contract, judges_the_appends_of_one_thread_in_the_order_given),
       VARVE_SHOWN(append_contract, lets_a_callback_append_but_not_wait),
       VARVE_SHOWN(append_contract, measures_what_it_appends)}};
}

}  // namespace varve::contract
