#include "pipe/request.hpp"

#include "pipe/spelt_id.hpp"

#include <gtest/gtest.h>

namespace varve::cli::pipe {
namespace {

/// The message that a line is refused with.
std::string refusal_of(std::string line) {
  const request asked = parse_request(std::move(line));
  if (asked.what) return "(accepted)";
  EXPECT_EQ(asked.what.error().code, errc::invalid_argument);
  return asked.what.error().message;
}

template<class Operation>
Operation parsed(std::string line) {
  return std::get<Operation>(parse_request(std::move(line)).what.value());
}

TEST(request, says_where_it_is_wrong) {
  EXPECT_EQ(refusal_of(R"([])"), "a request must be an object with an 'op'");
  EXPECT_EQ(refusal_of(R"({"op":"fly"})"),
            "a request must have an 'op' that is info, append, read, streams, delete, truncate or wait");
  EXPECT_EQ(refusal_of(R"({"op":"info","a":1,"a":2})"), "a request must not have the member 'a' twice");
  EXPECT_EQ(refusal_of(R"({"op":"wait"})"), "a request must have a position 'after'");
  EXPECT_EQ(refusal_of(R"({"op":"read","limit":-1})"), "limit must be an integer from 0 to below 2^53");
  EXPECT_EQ(refusal_of(R"({"op":"read","from":"x"})"), "from must be an integer from 0 to below 2^53");
  EXPECT_EQ(refusal_of(R"({"op":"read","stream":""})").substr(0, 8), "stream: ");
  EXPECT_EQ(refusal_of(R"({"op":"read","types":["a",1]})"), "types[1] must be a string of valid Unicode");
  EXPECT_EQ(
      refusal_of(R"({"op":"append","writes":[{"stream":"s","events":[{"type":"t","data":1},{"id":"x"}]}]})"),
      "writes[0].events[1].id must be a UUID");
  EXPECT_EQ(refusal_of(R"({"op":"append","writes":[{"stream":"s","events":[{"data":1}]}]})"),
            "writes[0].events[0] must have a type");
  EXPECT_EQ(refusal_of(R"({"op":"append","condition":{"query":[{"tags":1}]}})"),
            "condition.query[0].tags must be an array");
  EXPECT_EQ(refusal_of(R"({"op":"append","condition":{"query":[],"after":{"epoch":1,"position":2}}})"),
            "condition.after.epoch must be a UUID");
}

TEST(request, gives_its_id_as_it_was_spelt) {
  EXPECT_EQ(parse_request(R"({"id": [1.0, "\u0041"] ,"op":"info"})").id, R"([1.0,"\u0041"])");
  EXPECT_EQ(parse_request(R"({"op":"info"})").id, "null");
  EXPECT_EQ(parse_request(R"({"id":1,"op":)").id, "null") << "not JSON, so it has no id";
}

TEST(request, turns_an_included_position_into_the_place_behind_which_to_read) {
  EXPECT_EQ(parsed<log_read>(R"({"op":"read"})").after, token::start());
  EXPECT_EQ(parsed<log_read>(R"({"op":"read","from":0})").after.position, position{0});
  EXPECT_EQ(parsed<log_read>(R"({"op":"read","from":5})").after.position, position{4});
  EXPECT_EQ(parsed<log_read>(R"({"op":"read","direction":"backward"})").after, token::end());
  EXPECT_EQ(parsed<log_read>(R"({"from":5,"op":"read","direction":"backward"})").after.position, position{6});
  EXPECT_EQ(parsed<stream_read>(R"({"from":5,"op":"read","stream":"s"})").from, revision{5});
  EXPECT_EQ(parsed<stream_read>(R"({"op":"read","stream":"s","direction":"backward"})").from,
            revision::max());
}

TEST(request, keeps_what_is_stored_as_it_was_spelt) {
  const auto asked = parsed<change_request>(
      R"( {"op":"append","writes":[{"stream":"s","events":[{"type":"t","data": { "a" : 1.00 } ,"metadata":{ "b" : [ ] }}]}]} )");
  const new_event& event = asked.append.writes.at(0).events.at(0);
  EXPECT_EQ(event.data, R"({"a":1.00})");
  EXPECT_EQ(event.metadata, R"({"b":[]})");
  EXPECT_EQ(event.content_type, "");
}

TEST(request, makes_one_change_of_a_delete_or_a_truncate) {
  const auto soft = parsed<change_request>(R"({"op":"delete","stream":"s","expected":3})");
  EXPECT_EQ(soft.append.change->what, stream_change::kind::soft_delete);
  EXPECT_EQ(soft.append.change->expected, expected{revision{3}});
  const auto hard = parsed<change_request>(R"({"op":"delete","hard":true,"stream":"s"})");
  EXPECT_EQ(hard.append.change->what, stream_change::kind::hard_delete);
  const auto cut =
      parsed<change_request>(R"({"op":"truncate","stream":"s","before":2,"hard":1,"expected":1})");
  EXPECT_EQ(cut.append.change->what, stream_change::kind::truncate);
  EXPECT_EQ(cut.append.change->before, revision{2});
  EXPECT_EQ(cut.append.change->expected, expected::any()) << "truncate knows no such member";
}

TEST(spelt_id, is_found_where_a_request_nests_too_deeply_to_be_read) {
  EXPECT_EQ(spelt_id_beyond(R"({"x":[[[]]],"id":7})", 3), "7");
  EXPECT_EQ(spelt_id_beyond(R"({ "id" : "a\"b" , "x":[[[]]]})", 3), R"("a\"b")");
  EXPECT_EQ(spelt_id_beyond(R"({"x":[[[{"id":1}]]],"y":"id","z":"\"id\":2","id":3})", 3), "3");
}

TEST(spelt_id, is_null_where_there_is_none_or_nothing_was_too_deep) {
  EXPECT_EQ(spelt_id_beyond(R"({"x":[[[]]],"id":7})", 4), "null");
  EXPECT_EQ(spelt_id_beyond(R"({"x":[[[{"id":1}]]]})", 3), "null");
  EXPECT_EQ(spelt_id_beyond(R"([[[["id":1]]]])", 3), "null");
  EXPECT_EQ(spelt_id_beyond(R"({"x":[[[]]],"id":nonsense})", 3), "null");
  EXPECT_EQ(spelt_id_beyond("{\"x\":[[[]]],\"id\":\"\xFF\"}", 3), "null");
  EXPECT_EQ(spelt_id_beyond(R"({"x":[[[]]],"id")", 3), "null");
  EXPECT_EQ(spelt_id_beyond(R"(]]]{"x":[[[]]],"id":"unended)", 3), "null");
}

}  // namespace
}  // namespace varve::cli::pipe
