#include <varve/eventstore/engine/judge.hpp>

#include "memory/contents.hpp"
#include "requests.hpp"

#include <gtest/gtest.h>

namespace varve::engine {
namespace {

const epoch here{uuid{{1}}};

/// A log in memory and what the judge says about appends to it.
struct judge_test : ::testing::Test {
  /// Judges and, when good, writes.
  append_outcome append(append_request request) {
    const auto prepared = prepare(std::move(request));
    if (auto settled = judge(prepared, log)) return *std::move(settled);
    return log.write(prepared, timestamp{});
  }

  errc refusal(append_request request) {
    const auto outcome = append(std::move(request));
    const auto* const failed = std::get_if<not_written>(&outcome);
    return failed == nullptr ? errc{} : failed->why.code;
  }

  appended good(append_request request) {
    auto outcome = append(std::move(request));
    EXPECT_EQ(outcome.index(), 0U) << name_of(outcome);
    return std::get<appended>(outcome);
  }

  conflict lost(append_request request) {
    auto outcome = append(std::move(request));
    EXPECT_TRUE(std::holds_alternative<conflict>(outcome)) << name_of(outcome);
    return std::holds_alternative<conflict>(outcome) ? std::get<conflict>(outcome)
                                                     : conflict{"none", {}, {}, {}};
  }

  memory::contents log{here};
};

append_request write(const char* stream, std::vector<new_event> events, expected demand = {}) {
  return append_request::to(stream, std::move(events), demand);
}

append_request with_id(append_request change, std::uint8_t id) {
  change.change->id = id_of(id);
  return change;
}

TEST_F(judge_test, places_each_write_behind_the_one_before) {
  good(write("a", {noted()}));
  append_request request = write("a", {noted(), noted()});
  request.writes.push_back({"b", {}, {noted()}});
  request.writes.push_back({"a", {}, {noted()}});
  const appended out = good(std::move(request));
  EXPECT_EQ(out.writes, (std::vector<written>{{"a", revision{1}, revision{2}},
                                              {"b", revision{0}, revision{0}},
                                              {"a", revision{3}, revision{3}}}));
  EXPECT_EQ(out.first, position{2});
  EXPECT_EQ(out.last, position{5});
  EXPECT_EQ(out.token, (token{here, position{5}}));
  EXPECT_FALSE(out.replayed);
}

TEST_F(judge_test, answers_checks_alone_without_positions) {
  good(write("a", {noted()}));
  append_request request;
  request.checks.push_back({"a", revision{0}});
  const appended out = good(std::move(request));
  EXPECT_TRUE(out.writes.empty());
  EXPECT_EQ(out.first, position{0});
  EXPECT_EQ(out.token, (token{here, position{1}}));
  EXPECT_EQ(log.head().position, position{1});
}

TEST_F(judge_test, answers_a_repeat_with_the_original_numbers_whatever_is_expected) {
  good(write("a", {noted(1), noted(2)}));
  good(write("a", {noted()}));
  const appended out = good(write("a", {noted(1), noted(2)}, expected::no_stream()));
  EXPECT_TRUE(out.replayed);
  EXPECT_EQ(out.writes, (std::vector<written>{{"a", revision{0}, revision{1}}}));
  EXPECT_EQ(out.last, position{2});
  EXPECT_EQ(out.token, (token{here, position{2}}));
}

TEST_F(judge_test, answers_a_repeat_of_events_from_several_commits_with_the_smallest_and_the_largest) {
  good(write("a", {noted(1)}));
  good(write("b", {noted(2)}));
  good(write("a", {noted(3)}));
  append_request request = write("a", {noted(3), noted(1)});
  request.writes.push_back({"b", {}, {noted(2)}});
  const appended out = good(std::move(request));
  EXPECT_EQ(out.writes,
            (std::vector<written>{{"a", revision{0}, revision{1}}, {"b", revision{0}, revision{0}}}));
  EXPECT_EQ(out.first, position{1});
  EXPECT_EQ(out.last, position{3});
}

TEST_F(judge_test, refuses_an_id_that_stands_with_another_stream_type_data_or_tags) {
  good(write("a", {noted(1)}));
  EXPECT_EQ(refusal(write("b", {noted(1)})), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(write("a", {noted(1, "[]")})), errc::idempotency_mismatch);
  new_event other = noted(1);
  other.type = "other";
  EXPECT_EQ(refusal(write("a", {other})), errc::idempotency_mismatch);
  other = noted(1);
  other.tags = {"t"};
  EXPECT_EQ(refusal(write("a", {other})), errc::idempotency_mismatch);
}

TEST_F(judge_test, refuses_a_batch_that_is_half_known) {
  good(write("a", {noted(1)}));
  EXPECT_EQ(refusal(write("a", {noted(1), noted(2)})), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(write("a", {noted(2), noted(1)})), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(write("a", {noted(1), noted()})), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(write("a", {noted(), noted(1)})), errc::idempotency_mismatch);
}

TEST_F(judge_test, looks_at_ids_before_anything_else) {
  good(write("a", {noted(1)}));
  good(append_request::hard_delete("a"));
  EXPECT_TRUE(good(write("a", {noted(1)}, revision{7})).replayed);
  EXPECT_EQ(refusal(write("a", {noted(1), noted(2)}, revision{7})), errc::idempotency_mismatch);
}

TEST_F(judge_test, answers_a_closed_stream_before_any_conflict) {
  good(append_request::hard_delete("closed"));
  append_request request = write("a", {noted()}, expected::stream_exists());
  request.writes.push_back({"closed", {}, {noted()}});
  EXPECT_EQ(refusal(std::move(request)), errc::stream_deleted);
}

TEST_F(judge_test, names_the_first_demand_that_fails) {
  good(write("a", {noted()}));
  append_request request = write("b", {noted()}, expected::any());
  request.writes.push_back({"a", expected::no_stream(), {noted()}});
  request.writes.push_back({"c", expected::stream_exists(), {noted()}});
  request.checks.push_back({"d", expected::stream_exists()});
  request.condition.emplace();
  const conflict first = lost(request);
  EXPECT_EQ(first.stream, "a");
  EXPECT_EQ(first.expected, expected::no_stream());
  EXPECT_EQ(first.actual, revision{0});

  request.writes.erase(request.writes.begin() + 1, request.writes.end());
  const conflict second = lost(request);
  EXPECT_EQ(second.stream, "d");
  EXPECT_EQ(second.actual, std::nullopt);

  request.checks.clear();
  EXPECT_EQ(lost(request).position, position{1});
}

TEST_F(judge_test, judges_a_stream_that_is_named_twice_as_it_stood_before) {
  append_request request = write("a", {noted()}, expected::no_stream());
  request.writes.push_back({"a", expected::no_stream(), {noted()}});
  request.checks.push_back({"a", expected::no_stream()});
  EXPECT_EQ(good(std::move(request)).writes.back().first, revision{1});
}

TEST_F(judge_test, a_condition_fails_on_an_event_behind_its_token) {
  good(write("a", {noted()}));
  good(write("a", {noted()}));
  append_request request = write("b", {noted()});
  request.condition = append_condition{{{{{"noted"}, {}}}}, {{}, position{1}}};
  EXPECT_EQ(lost(request).position, position{2});
  EXPECT_EQ(lost(request).stream, "");
  request.condition->after.position = position{2};
  EXPECT_EQ(good(request).first, position{3});
}

TEST_F(judge_test, a_condition_may_lie_beyond_the_head_but_not_in_another_history) {
  append_request request = write("a", {noted()});
  request.condition = append_condition{{}, {{}, position{1000}}};
  good(request);
  request.condition = append_condition{{}, {here, position{1000}}};
  EXPECT_EQ(refusal(request), errc::wrong_epoch);
  request.condition = append_condition{{}, {epoch{uuid{{9}}}, position{0}}};
  EXPECT_EQ(refusal(request), errc::wrong_epoch);
  request.writes.front().expected = revision{7};
  EXPECT_EQ(lost(request).stream, "a") << "the condition is judged last";
}

TEST_F(judge_test, a_condition_without_a_query_sees_all_but_changes_of_streams) {
  good(append_request::soft_delete("a"));
  append_request request = write("a", {noted()});
  request.condition.emplace();
  good(request);
  request.writes.front().events = {noted()};
  EXPECT_EQ(lost(request).position, position{2});
}

TEST_F(judge_test, answers_a_repeated_delete_with_its_numbers_whatever_the_stream_has_become) {
  good(write("a", {noted()}));
  const appended first = good(with_id(append_request::soft_delete("a", revision{0}), 9));
  EXPECT_EQ(first.writes, (std::vector<written>{{"$streams", revision{0}, revision{0}}}));
  good(write("a", {noted()}));
  const appended again = good(with_id(append_request::soft_delete("a", revision{0}), 9));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.writes, first.writes);
  EXPECT_EQ(again.first, first.first);
  EXPECT_EQ(again.token, first.token);
}

TEST_F(judge_test, refuses_the_id_of_a_change_for_any_other_change_or_event) {
  good(with_id(append_request::soft_delete("a"), 9));
  EXPECT_EQ(refusal(with_id(append_request::soft_delete("b"), 9)), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(with_id(append_request::hard_delete("a"), 9)), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(with_id(append_request::truncate("a", revision{0}), 9)), errc::idempotency_mismatch);
  EXPECT_EQ(refusal(write("a", {noted(9)})), errc::idempotency_mismatch);
  good(write("a", {noted(1)}));
  EXPECT_EQ(refusal(with_id(append_request::soft_delete("a"), 1)), errc::idempotency_mismatch);
}

TEST_F(judge_test, a_repeated_truncation_must_name_the_same_revision) {
  good(with_id(append_request::truncate("a", revision{5}), 9));
  EXPECT_TRUE(good(with_id(append_request::truncate("a", revision{5}), 9)).replayed);
  EXPECT_EQ(refusal(with_id(append_request::truncate("a", revision{6}), 9)), errc::idempotency_mismatch);
}

TEST_F(judge_test, a_closed_stream_can_be_deleted_again_but_not_with_an_expectation) {
  good(write("a", {noted()}));
  good(append_request::hard_delete("a"));
  good(append_request::soft_delete("a"));
  good(append_request::hard_delete("a"));
  good(append_request::truncate("a", revision{1}));
  EXPECT_EQ(refusal(append_request::hard_delete("a", revision{0})), errc::stream_deleted);
  EXPECT_EQ(refusal(append_request::soft_delete("a", revision{7})), errc::stream_deleted);
}

TEST_F(judge_test, a_delete_may_demand_a_revision) {
  good(write("a", {noted()}));
  const conflict out = lost(append_request::soft_delete("a", revision{3}));
  EXPECT_EQ(out.stream, "a");
  EXPECT_EQ(out.actual, revision{0});
}

}  // namespace
}  // namespace varve::engine
