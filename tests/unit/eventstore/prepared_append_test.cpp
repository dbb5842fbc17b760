#include "requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace varve::engine {
namespace {

using ::testing::HasSubstr;

errc refusal_of(append_request request) {
  const auto out = try_prepare(std::move(request));
  return out ? errc{} : out.error().code;
}

std::string message_of(append_request request) {
  const auto out = try_prepare(std::move(request));
  return out ? "" : out.error().message;
}

append_request one(new_event event) {
  return append_request::to("note-1", {std::move(event)});
}

append_request with_metadata(std::string metadata) {
  new_event event = noted();
  event.metadata = std::move(metadata);
  return one(event);
}

append_request of_bytes(std::size_t size) {
  new_event event = noted(0, std::string(size, 'x'));
  event.content_type = "text/plain";
  return one(event);
}

TEST(prepared_append, fills_in_ids_and_the_time) {
  const auto out = prepare(append_request::to("note-1", {noted(), noted()}));
  const auto& events = out.request().writes.front().events;
  ASSERT_EQ(out.entries().size(), 2U);
  EXPECT_LT(*events[0].id, *events[1].id);
  EXPECT_TRUE(events[0].occurred_at);
  EXPECT_FALSE(out.entries()[0].named);
  EXPECT_EQ(out.ids(), (std::vector{*events[0].id, *events[1].id}));
}

TEST(prepared_append, keeps_the_ids_and_times_that_were_given) {
  new_event event = noted(7);
  event.occurred_at = timestamp{std::chrono::nanoseconds{-5}};
  const auto out = prepare(one(event));
  EXPECT_EQ(out.ids(), std::vector{id_of(7)});
  EXPECT_TRUE(out.entries().front().named);
  EXPECT_EQ(out.entries().front().event->occurred_at, timestamp{std::chrono::nanoseconds{-5}});
}

TEST(prepared_append, strips_white_space_between_the_tokens_of_json) {
  new_event event = noted(1, " { \"a b\" : [ 1.000 , 1e400000 ] } ");
  event.metadata = "{ \"x\" : 1 }";
  const auto out = prepare(one(event));
  EXPECT_EQ(out.entries().front().event->data, "{\"a b\":[1.000,1e400000]}");
  EXPECT_EQ(out.entries().front().event->metadata, "{\"x\":1}");
  EXPECT_EQ(out.bytes(), 24U + 7U);
}

TEST(prepared_append, leaves_data_of_another_content_type_as_they_are) {
  new_event event = noted(1, std::string(" \0\xFF", 3));
  event.content_type = "application/octet-stream";
  const auto out = prepare(one(event));
  EXPECT_EQ(out.entries().front().event->data, std::string(" \0\xFF", 3));
  EXPECT_EQ(content_type_of(*out.entries().front().event), "application/octet-stream");
}

TEST(prepared_append, knows_one_spelling_of_json_and_of_no_metadata) {
  new_event event = noted(1);
  event.content_type = "application/json";
  event.metadata = " { } ";
  const auto spelt_out = prepare(one(event));
  const auto left_out = prepare(one(noted(1)));
  EXPECT_EQ(spelt_out.entries().front().event->content_type, "");
  EXPECT_EQ(content_type_of(*spelt_out.entries().front().event), "application/json");
  EXPECT_EQ(spelt_out.entries().front().event->metadata, "");
  EXPECT_EQ(metadata_of(*spelt_out.entries().front().event), "{}");
  EXPECT_EQ(spelt_out.entries().front().content_digest, left_out.entries().front().content_digest);
}

TEST(prepared_append, digests_what_is_stored) {
  new_event event = noted(1, "[ 1 ]");
  event.tags = {"b", "a"};
  const tags sorted{"a", "b"};
  EXPECT_EQ(prepare(one(event)).entries().front().content_digest,
            content_digest("note-1", "noted", "application/json", "[1]", sorted.view()));
}

TEST(prepared_append, needs_writes_checks_or_a_condition) {
  EXPECT_EQ(refusal_of({}), errc::invalid_argument);
  EXPECT_EQ(refusal_of(append_request::to("note-1", {})), errc::invalid_argument);
  append_request checks;
  checks.checks.push_back({"note-1", expected::no_stream()});
  EXPECT_EQ(refusal_of(std::move(checks)), errc{});
  append_request condition;
  condition.condition.emplace();
  EXPECT_EQ(refusal_of(std::move(condition)), errc{});
}

TEST(prepared_append, refuses_reserved_names) {
  EXPECT_EQ(refusal_of(append_request::to("$streams", {noted()})), errc::invalid_argument);
  EXPECT_EQ(refusal_of(append_request::soft_delete("$streams")), errc::invalid_argument);
  new_event event = noted();
  event.type = "$deleted";
  EXPECT_EQ(refusal_of(one(event)), errc::invalid_argument);
}

TEST(prepared_append, allows_checks_of_reserved_streams) {
  append_request request;
  request.checks.push_back({"$streams", expected::any()});
  EXPECT_EQ(refusal_of(std::move(request)), errc{});
}

TEST(prepared_append, refuses_malformed_types_and_content_types) {
  for (const std::string& bad :
       {std::string{}, std::string(256, 'x'), std::string("a\nb"), std::string("\xC0\x80")}) {
    new_event event = noted();
    event.type = bad;
    EXPECT_EQ(refusal_of(one(event)), errc::invalid_argument) << bad;
  }
  new_event event = noted();
  event.content_type = "a\nb";
  EXPECT_EQ(refusal_of(one(event)), errc::invalid_argument);
}

TEST(prepared_append, refuses_data_that_are_not_json_and_says_where) {
  append_request request = append_request::to("note-1", {noted(), noted(0, "[1,]")});
  EXPECT_THAT(message_of(std::move(request)),
              AllOf(HasSubstr("note-1"), HasSubstr("event 1"), HasSubstr("data"), HasSubstr("at byte 3")));
}

TEST(prepared_append, takes_data_of_depth_1024_and_no_deeper) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(refusal_of(one(noted(0, nested(1024)))), errc{});
  EXPECT_EQ(refusal_of(one(noted(0, nested(1025)))), errc::invalid_argument);
}

TEST(prepared_append, takes_metadata_that_are_an_object_of_depth_32) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(refusal_of(with_metadata(nested(32))), errc{});
  EXPECT_EQ(refusal_of(with_metadata(nested(33))), errc::invalid_argument);
  EXPECT_EQ(refusal_of(with_metadata("[]")), errc::invalid_argument);
  EXPECT_EQ(refusal_of(with_metadata("{")), errc::invalid_argument);
}

TEST(prepared_append, refuses_a_member_name_that_stands_twice_in_metadata_at_any_level) {
  EXPECT_EQ(refusal_of(with_metadata(R"({"a":1,"b":{"a":1}})")), errc{});
  EXPECT_EQ(refusal_of(with_metadata(R"({"a":1,"a":2})")), errc::invalid_argument);
  EXPECT_EQ(refusal_of(with_metadata(R"({"a":1,"\u0061":2})")), errc::invalid_argument);
  EXPECT_EQ(refusal_of(with_metadata(R"({"a":[{"b":{"c":1,"c":1}}]})")), errc::invalid_argument);
}

TEST(prepared_append, allows_repeated_member_names_in_data) {
  EXPECT_EQ(refusal_of(one(noted(0, R"({"a":1,"a":2})"))), errc{});
}

TEST(prepared_append, refuses_an_id_twice_in_one_append) {
  append_request request = append_request::to("note-1", {noted(1), noted(2)});
  request.writes.push_back({"note-2", {}, {noted(1)}});
  EXPECT_THAT(message_of(std::move(request)), HasSubstr(id_of(1).to_string()));
}

TEST(prepared_append, refuses_negative_numbers) {
  EXPECT_EQ(refusal_of(append_request::to("note-1", {noted()}, revision{-1})), errc::invalid_argument);
  EXPECT_EQ(refusal_of(append_request::truncate("note-1", revision{-1})), errc::invalid_argument);
  append_request request = one(noted());
  request.condition = append_condition{{}, {{}, position{-1}}};
  EXPECT_EQ(refusal_of(std::move(request)), errc::invalid_argument);
}

TEST(prepared_append, refuses_malformed_names_in_a_condition) {
  append_request request = one(noted());
  request.condition = append_condition{{{{{"a\n"}, {}}}}, {}};
  EXPECT_EQ(refusal_of(request), errc::invalid_argument);
  request.condition = append_condition{{{{{}, {""}}}}, {}};
  EXPECT_EQ(refusal_of(request), errc::invalid_argument);
}

TEST(prepared_append, counts_at_most_ten_thousand_events) {
  EXPECT_EQ(refusal_of(append_request::to("note-1", std::vector(most_events_in_append, noted()))), errc{});
  EXPECT_EQ(refusal_of(append_request::to("note-1", std::vector(most_events_in_append + 1, noted()))),
            errc::too_large);
}

TEST(prepared_append, takes_sixteen_mebibytes_of_data_and_metadata) {
  EXPECT_EQ(refusal_of(of_bytes(most_bytes_in_append)), errc{});
  EXPECT_EQ(refusal_of(of_bytes(most_bytes_in_append + 1)), errc::too_large);
  append_request both = of_bytes(most_bytes_in_append - 6);
  both.writes.front().events.front().metadata = R"({"a":1})";
  EXPECT_EQ(refusal_of(std::move(both)), errc::too_large);
}

TEST(prepared_append, judges_the_form_before_the_size) {
  std::vector<new_event> events(most_events_in_append + 1, noted());
  events.back().data = "x";
  EXPECT_EQ(refusal_of(append_request::to("note-1", std::move(events))), errc::invalid_argument);
}

TEST(prepared_append, keeps_its_events_in_place_when_it_is_moved) {
  auto first = prepare(one(noted(3, "[3]")));
  const auto moved = std::move(first);
  EXPECT_EQ(moved.entries().front().event->data, "[3]");
  EXPECT_EQ(moved.entries().front().event, &moved.request().writes.front().events.front());
}

TEST(prepared_append, a_change_stands_alone) {
  append_request request = append_request::soft_delete("note-1");
  request.writes.push_back({"note-2", {}, {noted()}});
  EXPECT_EQ(refusal_of(request), errc::invalid_argument);
  request = append_request::hard_delete("note-1");
  request.checks.push_back({"note-2", expected::any()});
  EXPECT_EQ(refusal_of(request), errc::invalid_argument);
  request = append_request::truncate("note-1", revision{3});
  request.condition.emplace();
  EXPECT_EQ(refusal_of(request), errc::invalid_argument);
}

TEST(prepared_append, a_truncation_takes_no_expectation_and_a_delete_no_revision) {
  append_request truncation = append_request::truncate("note-1", revision{3});
  truncation.change->expected = expected::stream_exists();
  EXPECT_EQ(refusal_of(truncation), errc::invalid_argument);
  append_request deletion = append_request::soft_delete("note-1");
  deletion.change->before = revision{3};
  EXPECT_EQ(refusal_of(deletion), errc::invalid_argument);
}

TEST(prepared_append, gives_the_event_of_a_change) {
  append_request request = append_request::soft_delete("note-\"1");
  request.change->id = id_of(9);
  request.change->metadata = R"({ "actor" : "me" })";
  const auto out = prepare(std::move(request));
  const new_event event = out.change_event(revision{4});
  EXPECT_EQ(event.id, id_of(9));
  EXPECT_EQ(event.type, "$deleted");
  EXPECT_EQ(event.data, R"({"stream":"note-\"1","before":4})");
  EXPECT_EQ(event.metadata, R"({"actor":"me"})");
  EXPECT_TRUE(event.occurred_at);
  EXPECT_TRUE(out.change_named());
  EXPECT_EQ(out.size(), 1U);
  EXPECT_EQ(out.ids(), std::vector{id_of(9)});
}

TEST(prepared_append, stores_the_revision_of_a_truncation_as_asked) {
  const auto out = prepare(append_request::truncate("note-1", revision{1000}));
  EXPECT_EQ(out.change_event(revision{4}).data, R"({"stream":"note-1","before":1000})");
  EXPECT_FALSE(out.change_named());
}

}  // namespace
}  // namespace varve::engine
