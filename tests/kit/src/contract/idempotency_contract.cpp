#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <array>
#include <future>

namespace varve::contract {
namespace {

VARVE_CONTRACT(idempotency_contract, a_repeat_is_answered_with_the_original_numbers_and_not_written_again) {
  log.write("a");
  append_request request = to("a", {noted(1), noted(2)});
  request.writes.push_back({"b", {}, {noted(3)}});
  const appended first = log.good(request);
  const appended again = log.replays(request);
  EXPECT_EQ(again.writes, first.writes);
  EXPECT_EQ(again.first, position{2});
  EXPECT_EQ(again.last, position{4});
  EXPECT_EQ(again.token, first.token);
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:a@2", "4:b@0"}));
}

VARVE_CONTRACT(idempotency_contract, a_repeat_is_answered_whatever_it_demands) {
  log.good(to("a", {noted(1)}, expected::no_stream()));
  log.write("a", 5);
  ASSERT_EQ(log.places().size(), 6U);
  for (const expected demand :
       {expected::any(), expected::no_stream(), expected::stream_exists(), expected{revision{77}}})
    EXPECT_EQ(log.replays(to("a", {noted(1)}, demand)).first, position{1});
  log.replays(with_check(to("a", {noted(1)}), "a", revision{77}));
  log.replays(with_condition(to("a", {noted(1)}), {}));
  log.replays(with_condition(to("a", {noted(1)}), {}, {epoch{uuid{{9}}}, position{1}}));
}

VARVE_CONTRACT(idempotency_contract, a_repeat_is_known_after_the_log_was_closed_and_opened) {
  log.good(to("a", {noted(1), noted(2)}));
  log.reopen();
  ASSERT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
  EXPECT_EQ(log.replays(to("a", {noted(1), noted(2)}, expected::no_stream())).last, position{2});
}

VARVE_CONTRACT(idempotency_contract, a_repeat_is_known_after_many_other_writes) {
  log.good(to("a", {noted(1)}));
  for (int i = 0; i < 20; ++i) log.write("b", 200);
  ASSERT_EQ(log.head().position, position{4001});
  EXPECT_EQ(log.replays(to("a", {noted(1)})).first, position{1});
}

VARVE_CONTRACT(idempotency_contract, a_repeat_is_known_after_its_stream_was_hidden_or_closed) {
  log.good(to("truncated", {noted(1)}));
  log.good(to("deleted", {noted(2)}));
  log.good(to("closed", {noted(3)}));
  log.good(append_request::truncate("truncated", revision{1}));
  log.good(append_request::soft_delete("deleted"));
  log.good(append_request::hard_delete("closed"));
  ASSERT_EQ(log.head().position, position{6});
  EXPECT_EQ(log.replays(to("truncated", {noted(1)})).first, position{1});
  EXPECT_EQ(log.replays(to("deleted", {noted(2)})).first, position{2});
  EXPECT_EQ(log.replays(to("closed", {noted(3)})).first, position{3});
  EXPECT_EQ(log.head().position, position{6});
}

VARVE_CONTRACT(idempotency_contract,
               events_of_several_commits_are_one_repeat_with_the_smallest_and_the_largest) {
  log.good(to("a", {noted(1)}));
  log.good(to("b", {noted(2)}));
  log.good(to("a", {noted(3)}));
  append_request request = to("a", {noted(3)});
  request.writes.push_back({"b", {}, {noted(2)}});
  request.writes.push_back({"a", {}, {noted(1)}});
  const appended out = log.replays(std::move(request));
  EXPECT_EQ(out.writes, (std::vector<written>{{"a", revision{1}, revision{1}},
                                              {"b", revision{0}, revision{0}},
                                              {"a", revision{0}, revision{0}}}));
  EXPECT_EQ(out.first, position{1});
  EXPECT_EQ(out.last, position{3});
  EXPECT_EQ(log.replays(to("a", {noted(3), noted(1)})).writes,
            (std::vector<written>{{"a", revision{0}, revision{1}}}));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:b@0", "3:a@1"}));
}

VARVE_CONTRACT(idempotency_contract, part_of_a_commit_is_a_repeat_too) {
  log.good(to("a", {noted(1), noted(2), noted(3)}));
  const appended out = log.replays(to("a", {noted(2)}));
  EXPECT_EQ(out.writes, (std::vector<written>{{"a", revision{1}, revision{1}}}));
  EXPECT_EQ(out.first, position{2});
  EXPECT_EQ(log.places().size(), 3U);
}

VARVE_CONTRACT(idempotency_contract, white_space_and_the_order_of_tags_make_no_difference) {
  new_event event = tagged({"a", "b"}, 1);
  event.data = R"({"x":[1,2]})";
  log.good(to("a", {event}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  event.data = " { \"x\" : [ 1 , 2 ] } ";
  event.tags = {"b", "a"};
  log.replays(to("a", {event}));
  ASSERT_EQ(log.events().size(), 1U);
  EXPECT_EQ(log.events().front().tags, (list{"a", "b"}));
}

VARVE_CONTRACT(idempotency_contract, the_first_metadata_and_times_stand) {
  new_event event = noted(1);
  event.metadata = R"({"actor":"first"})";
  log.good(to("a", {event}));
  const auto before = log.events();
  ASSERT_EQ(before.size(), 1U);
  log.time().advance(std::chrono::hours{1});
  event.metadata = R"({"actor":"second"})";
  event.occurred_at = timestamp{};
  log.replays(to("a", {event}));
  EXPECT_EQ(log.events(), before);
  EXPECT_EQ(before.front().metadata, R"({"actor":"first"})");
}

VARVE_CONTRACT(idempotency_contract, the_same_id_with_another_content_is_a_mismatch) {
  new_event event = tagged({"red"}, 1);
  log.good(to("a", {event}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const auto refuses = [&](const char* stream, auto change) {
    new_event other = event;
    change(other);
    log.refuses(to(stream, {other}), errc::idempotency_mismatch);
  };
  refuses("b", [](new_event&) {});
  refuses("a", [](new_event& e) { e.type = "other"; });
  refuses("a", [](new_event& e) { e.data = "{\"n\":1}"; });
  refuses("a", [](new_event& e) { e.data = "{\"n\":0.0}"; });
  refuses("a", [](new_event& e) { e.content_type = "text/plain"; });
  refuses("a", [](new_event& e) { e.tags = {}; });
  refuses("a", [](new_event& e) { e.tags = {"red", "blue"}; });
  log.replays(to("a", {event}));
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(idempotency_contract, a_batch_that_is_half_known_is_a_mismatch) {
  log.good(to("a", {noted(1), noted(2)}));
  ASSERT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
  log.refuses(to("a", {noted(1), noted(3)}), errc::idempotency_mismatch);
  log.refuses(to("a", {noted(3), noted(1)}), errc::idempotency_mismatch);
  log.refuses(to("a", {noted(1), noted(2), noted()}), errc::idempotency_mismatch);
  append_request request = to("a", {noted(1), noted(2)});
  request.writes.push_back({"b", {}, {noted(3)}});
  log.refuses(std::move(request), errc::idempotency_mismatch);
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(idempotency_contract, a_mismatch_is_looked_at_before_what_is_demanded) {
  log.good(to("a", {noted(1)}));
  log.good(to("closed", {noted(2)}));
  log.good(append_request::hard_delete("closed"));
  ASSERT_EQ(log.head().position, position{3});
  log.refuses(to("a", {noted(1), noted(3)}, revision{77}), errc::idempotency_mismatch);
  log.refuses(to("closed", {noted(2), noted(3)}), errc::idempotency_mismatch);
  log.refuses(with_condition(to("b", {noted(1)}), {}), errc::idempotency_mismatch);
}

VARVE_CONTRACT(idempotency_contract, an_append_that_was_refused_leaves_its_ids_free) {
  log.write("a");
  log.loses(to("a", {noted(1)}, expected::no_stream()));
  log.good(to("a", {noted(1)}));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(idempotency_contract, of_the_same_append_sent_many_times_at_once_one_is_written) {
  constexpr std::uint32_t rounds = 30;
  for (std::uint32_t round = 1; round <= rounds; ++round) {
    std::array<std::promise<std::string>, 6> answers;
    for (auto& answer : answers)
      log->append(to("a", {noted(2 * round), noted(2 * round + 1)}),
                  [&answer](const append_outcome& outcome) { answer.set_value(name_of(outcome)); });
    int written = 0;
    for (auto& answer : answers) {
      const auto name = answer.get_future().get();
      written += name == "appended" ? 1 : 0;
      EXPECT_TRUE(name == "appended" || name == "replayed") << name;
    }
    EXPECT_EQ(written, 1);
  }
  EXPECT_EQ(log.places().size(), 2U * rounds);
}

}  // namespace

suite<store_fixture> idempotency_contract() {
  return {"idempotency_contract",
          simulated,
          {VARVE_SHOWN(idempotency_contract,
                       a_repeat_is_answered_with_the_original_numbers_and_not_written_again),
           VARVE_SHOWN(idempotency_contract, a_repeat_is_answered_whatever_it_demands),
           VARVE_SHOWN(idempotency_contract, a_repeat_is_known_after_the_log_was_closed_and_opened),
           VARVE_SHOWN(idempotency_contract, a_repeat_is_known_after_many_other_writes),
           VARVE_SHOWN(idempotency_contract, a_repeat_is_known_after_its_stream_was_hidden_or_closed),
           VARVE_SHOWN(idempotency_contract,
                       events_of_several_commits_are_one_repeat_with_the_smallest_and_the_largest),
           VARVE_SHOWN(idempotency_contract, part_of_a_commit_is_a_repeat_too),
           VARVE_SHOWN(idempotency_contract, white_space_and_the_order_of_tags_make_no_difference),
           VARVE_SHOWN(idempotency_contract, the_first_metadata_and_times_stand),
           VARVE_SHOWN(idempotency_contract, the_same_id_with_another_content_is_a_mismatch),
           VARVE_SHOWN(idempotency_contract, a_batch_that_is_half_known_is_a_mismatch),
           VARVE_SHOWN(idempotency_contract, a_mismatch_is_looked_at_before_what_is_demanded),
           VARVE_SHOWN(idempotency_contract, an_append_that_was_refused_leaves_its_ids_free),
           VARVE_SHOWN(idempotency_contract, of_the_same_append_sent_many_times_at_once_one_is_written)}};
}

}  // namespace varve::contract
