#include <varve/eventstore/export_log.hpp>
#include <varve/eventstore/import_log.hpp>
#include <varve/eventstore/memory_store.hpp>

#include "requests.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace varve {
namespace {

using lines = std::vector<std::string>;

/// An event in s, one with bytes and a tag, and a truncation: lines 2 to 4.
lines export_of_three() {
  memory_store source;
  source.append_and_wait(append_request::to("s", {engine::noted(1)}));
  new_event bytes = engine::noted(2);
  bytes.content_type = "image/png";
  bytes.tags = {"t"};
  source.append_and_wait(append_request::to("s", {bytes}));
  source.append_and_wait(append_request::truncate("s", revision{1}));
  lines out;
  export_log(source, [&](std::string_view line) {
    out.emplace_back(line);
    return result<void>{};
  }).value();
  return out;
}

result<import_report> import_lines(event_store& to, const lines& all, const import_options& how = {}) {
  auto next = all.begin();
  return import_log(
      to,
      [&]() -> std::optional<result<std::string>> {
        if (next == all.end()) return std::nullopt;
        return *next++;
      },
      how);
}

/// What an import says of the export with one text of one line replaced.
std::string complaint(std::size_t line, const std::string& what, const std::string& with) {
  lines all = export_of_three();
  std::string& text = all[line - 1];
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what << " in " << text;
  if (at == std::string::npos) return {};
  text.replace(at, what.size(), with);
  memory_store log;
  const auto done = import_lines(log, all);
  const auto reached = static_cast<std::size_t>(log.info().value().head.position.value());
  EXPECT_TRUE(line == 1 || reached + 2 <= line) << "it stops before that line";
  return done ? "imported" : std::string(to_string(done.error().code)) + ": " + done.error().message;
}

std::string member(std::size_t line, const std::string& name) {
  return complaint(line, '"' + name + '"', '"' + name + "x\"");
}

TEST(import_log, takes_what_was_exported) {
  memory_store log;
  EXPECT_EQ(import_lines(log, export_of_three()).value().events, 3);
}

TEST(import_log, says_what_is_wrong_with_the_first_line) {
  const std::string begin = "invalid_argument: line 1: ";
  EXPECT_EQ(complaint(1, "\"varve_export\":1", "\"varve_export\":2").substr(0, 21), "unsupported: line 1: ");
  EXPECT_EQ(complaint(1, "\"varve_export\"", "\"export\""), begin + "this is not an export of Varve");
  EXPECT_EQ(complaint(1, "\"head\":3", "\"head\":-3"),
            begin + "head must be an integer from 0 to below 2^53");
  EXPECT_EQ(complaint(1, "\"head\":3", "\"head\":3,\"head\":3"), begin + "head must not stand twice");
  EXPECT_EQ(complaint(1, "\"after\":0", "\"after\":4"), begin + "after must not lie beyond head");
  EXPECT_EQ(complaint(1, "\"ancestors\":[]", "\"ancestors\":[{}]"), begin + "ancestors: epoch must be there");
  EXPECT_EQ(complaint(1, "\"ancestors\":[]", "\"ancestors\":{}"), begin + "ancestors must be an array");
  EXPECT_EQ(complaint(1, "\"epoch\":\"", "\"epoch\":\"x"), begin + "epoch must be a UUID");
  memory_store log;
  EXPECT_EQ(import_lines(log, {}).error().message, "line 1: the export is empty");
  EXPECT_EQ(import_lines(log, {"not json"}).error().message, "line 1: this is not an export of Varve");
}

TEST(import_log, names_the_line_and_the_member_that_is_missing) {
  for (const auto* const name : {"position", "commit", "stream", "revision", "id", "type", "data", "tags",
                                 "metadata", "occurred_at", "recorded_at", "digest"})
    EXPECT_EQ(member(2, name), "invalid_argument: line 2: " + std::string(name) + " must be there");
  EXPECT_EQ(member(3, "content_type"), "invalid_argument: line 3: content_type must be there");
}

TEST(import_log, names_the_line_and_the_member_that_is_wrong) {
  const auto refused = [](std::string why) { return "invalid_argument: line 2: " + std::move(why); };
  EXPECT_EQ(complaint(2, "\"position\":1", "\"position\":2"), refused("position must be 1, not 2"));
  EXPECT_EQ(complaint(2, "\"commit\":1", "\"commit\":2"),
            refused("commit must be the position, or the commit of the line before"));
  EXPECT_EQ(complaint(2, "\"stream\":\"s\"", "\"stream\":\"\"").substr(0, 50),
            refused("stream must be a name: a"));
  EXPECT_EQ(complaint(2, "\"stream\":\"s\"", "\"stream\":\"$s\""),
            refused("stream $s is reserved, and no stream of this version"));
  EXPECT_EQ(complaint(2, "\"type\":\"noted\"", "\"type\":\"$noted\""),
            refused("type $noted belongs into $streams"));
  EXPECT_EQ(complaint(2, "\"type\":\"noted\"", "\"type\":\"\\n\""),
            refused("type must be valid UTF-8 of 1 to 255 bytes without control characters"));
  EXPECT_EQ(complaint(2, "\"tags\":[]", "\"tags\":[\"a\",\"a\"]"),
            refused("tags must hold strings, each once"));
  EXPECT_EQ(complaint(2, "\"tags\":[]", "\"tags\":{}"), refused("tags must be an array"));
  EXPECT_EQ(complaint(2, "\"metadata\":{}", "\"metadata\":[]"), refused("metadata must be an object"));
  EXPECT_EQ(complaint(2, "\"metadata\":{}", "\"metadata\":{\"a\":1,\"a\":2}"),
            refused("metadata: the member 'a' stands twice"));
  EXPECT_EQ(complaint(2, "\"occurred_at\":\"2", "\"occurred_at\":\"x2").substr(0, 67),
            refused("occurred_at must be a time as in RFC 3339"));
  EXPECT_EQ(complaint(2, "\"digest\":\"", "\"digest\":\"0"),
            refused("digest must be 64 hexadecimal digits in lower case"));
  EXPECT_EQ(complaint(2, "\"digest\"", "\"more\":1,\"digest\""),
            refused("more is no member that this version knows"));
  EXPECT_EQ(complaint(2, "{\"position\"", "[{\"position\"").substr(0, 26), refused(""));
}

TEST(import_log, finds_an_event_that_was_changed_by_its_digest) {
  const std::string begin = "invalid_argument: line 2: digest must be that of stream, type, data and tags";
  EXPECT_EQ(complaint(2, "\"stream\":\"s\"", "\"stream\":\"r\"").substr(0, begin.size()), begin);
  EXPECT_EQ(complaint(2, "\"type\":\"noted\"", "\"type\":\"moted\"").substr(0, begin.size()), begin);
  EXPECT_EQ(complaint(2, "\"tags\":[]", "\"tags\":[\"a\"]").substr(0, begin.size()), begin);
}

TEST(import_log, takes_bytes_only_as_base64_with_their_type) {
  EXPECT_EQ(complaint(3, "\"data_base64\":\"", "\"data_base64\":\"*"),
            "invalid_argument: line 3: data_base64 must be base64 (standard alphabet, padded)");
  EXPECT_EQ(complaint(3, "image/png", "application/json"),
            "invalid_argument: line 3: content_type must not be that of JSON beside data_base64");
}

TEST(import_log, takes_changes_of_streams_only_as_varve_writes_them) {
  const std::string begin = "invalid_argument: line 4: ";
  EXPECT_EQ(complaint(4, "\"type\":\"$truncated\"", "\"type\":\"$shortened\""),
            begin + "type and data are not those of an event of $streams that this version knows");
  EXPECT_EQ(complaint(4, "\"before\":1", "\"before\":1,\"x\":1"),
            begin + "data of an event of $streams must be spelt as Varve spells them, and it has no tags");
}

TEST(import_log, tells_when_the_end_is_missing) {
  lines all = export_of_three();
  all.pop_back();
  memory_store log;
  const auto done = import_lines(log, all);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "the export ends at position 2 and promises 3: the rest of it is missing; import the whole of it "
            "again, and "
            "it goes on from here");
  EXPECT_EQ(log.info().value().head.position, position{1});
}

TEST(import_log, takes_no_event_beyond_the_head_that_was_promised) {
  EXPECT_EQ(complaint(1, "\"head\":3", "\"head\":2"),
            "invalid_argument: line 4: position must not lie beyond the head that line 1 names");
}

TEST(import_log, reports_after_each_transaction_and_can_be_stopped_there) {
  memory_store log;
  std::vector<std::int64_t> seen;
  import_options how{.most_events = 1};
  how.progress = [&](position done, position of) -> result<void> {
    EXPECT_EQ(of, position{3});
    seen.push_back(done.value());
    if (done == position{2}) return error{errc::stopped, "enough"};
    return {};
  };
  EXPECT_EQ(import_lines(log, export_of_three(), how).error().code, errc::stopped);
  EXPECT_EQ(seen.front(), 1);
  EXPECT_GE(log.info().value().head.position, position{2});
}

TEST(import_log, asks_for_what_lies_between_when_an_export_begins_too_late) {
  lines all = export_of_three();
  all[0].replace(all[0].find("\"after\":0"), 9, "\"after\":2");
  memory_store log;
  EXPECT_EQ(
      import_lines(log, all).error().message,
      "the export begins behind position 2, and the log has come to 0: export again with what lies between");
}

TEST(export_log, begins_only_at_the_end_of_a_commit) {
  memory_store source;
  source.append_and_wait(append_request::to("s", {engine::noted(1), engine::noted(2)}));
  const line_sink nowhere = [](std::string_view) { return result<void>{}; };
  EXPECT_EQ(export_log(source, nowhere, {.after = position{1}}).error().code, errc::invalid_argument);
  EXPECT_EQ(export_log(source, nowhere, {.after = position{3}}).error().code, errc::invalid_argument);
  EXPECT_EQ(export_log(source, nowhere, {.after = position{2}}).value().events, 0);
}

TEST(export_log, ends_with_the_error_of_what_takes_its_lines) {
  memory_store source;
  source.append_and_wait(append_request::to("s", {engine::noted(1)}));
  const line_sink full = [](std::string_view) -> result<void> { return error{errc::unavailable, "full"}; };
  EXPECT_EQ(export_log(source, full).error().message, "full");
}

}  // namespace
}  // namespace varve
