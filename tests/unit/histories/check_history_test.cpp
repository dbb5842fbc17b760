#include <varve/testing/check_history.hpp>

#include "model_log.hpp"
#include "random_history.hpp"
#include "search.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

namespace varve::testing {
namespace {

std::uint64_t histories() {
  return std::getenv("VARVE_LONG") != nullptr && *std::getenv("VARVE_LONG") != '\0' ? 1'000'000 : 20'000;
}

std::string told(const recorded_history& seen, const std::vector<history_finding>& found) {
  std::string out;
  for (const auto& each : found) out += std::string(to_string(each.what)) + ": " + each.message + '\n';
  out += "of " + std::to_string(seen.operations.size()) + " operations and a log of " +
         std::to_string(seen.log.size());
  return out;
}

TEST(check_history, finds_nothing_in_any_sound_history) {
  std::map<std::size_t, std::uint64_t> answers;
  for (std::uint64_t seed = 1; seed <= histories(); ++seed) {
    seeded_random random{seed};
    const recorded_history seen = random_history(random, 2 + random.below(30));
    const auto found = check_history(seen);
    ASSERT_TRUE(found.empty()) << "seed " << seed << '\n' << told(seen, found);
    for (const auto& one : seen.operations) ++answers[one.told.index()];
  }
  for (std::size_t kind = 0; kind + 1 < std::variant_size_v<history_answer>; ++kind)
    EXPECT_GT(answers[kind], histories() / 10) << "answers of kind " << kind;
}

TEST(check_history, agrees_with_a_search_through_all_orders_on_sound_and_on_spoilt_histories) {
  std::map<history_fault, std::uint64_t> caught;
  std::map<std::string, std::uint64_t> spoilt;
  std::uint64_t sound = 0;
  for (std::uint64_t seed = 1; seed <= histories(); ++seed) {
    seeded_random random{seed};
    recorded_history seen = random_history(random, 2 + random.below(7));
    const std::string how = spoil(seen, random);
    const auto found = check_history(seen);
    ASSERT_EQ(found.empty(), has_an_order(seen)) << "seed " << seed << ": " << how << '\n'
                                                 << told(seen, found);
    if (found.empty())
      ++sound;
    else
      ++spoilt[how];
    for (const auto& each : found) ++caught[each.what];
  }
  for (const auto& [how, count] : spoilt) std::cout << count << " caught that " << how << '\n';
  for (int what = 0; what <= static_cast<int>(history_fault::overtaken); ++what) {
    const auto fault = static_cast<history_fault>(what);
    std::cout << caught[fault] << " times " << to_string(fault) << '\n';
    EXPECT_GT(caught[fault], 10U) << to_string(fault);
  }
  EXPECT_EQ(spoilt.size(), 19U) << "some way to spoil a history never made it unsound";
  EXPECT_GT(sound, histories() / 10);
}

/// Appends one event to a-1, at its own moment.
operation appending(model_log& log, std::uint8_t number, expected demand, int begun, int ended) {
  append_call asked;
  asked.writes.push_back({{"a-1", demand}, {event_id{{{number}}}}});
  const auto outcome = log.append(asked);
  return {asked, std::visit([](const auto& each) -> history_answer { return each; }, outcome),
          instant{} + std::chrono::seconds{begun}, instant{} + std::chrono::seconds{ended}};
}

std::vector<history_fault> faults(const recorded_history& seen) {
  std::vector<history_fault> out;
  for (const auto& each : check_history(seen)) out.push_back(each.what);
  return out;
}

using found = std::vector<history_fault>;

TEST(check_history, finds_an_event_that_was_acknowledged_and_lost) {
  model_log log;
  recorded_history seen;
  seen.operations.push_back(appending(log, 1, expected::any(), 1, 2));
  EXPECT_EQ(faults(seen), found{history_fault::lost});
}

TEST(check_history, finds_an_event_that_was_said_not_to_be_written_and_stands) {
  model_log log;
  recorded_history seen;
  seen.operations.push_back(appending(log, 1, expected::any(), 1, 2));
  seen.operations.back().told = not_written{};
  seen.log = log.log();
  EXPECT_EQ(faults(seen), found{history_fault::unasked});
}

TEST(check_history, finds_two_winners_on_one_revision) {
  model_log log;
  recorded_history seen;
  seen.operations.push_back(appending(log, 1, expected::no_stream(), 1, 4));
  seen.operations.push_back(appending(log, 2, expected::any(), 2, 3));
  std::get<append_call>(seen.operations.back().asked).writes.front().demand.expected = expected::no_stream();
  seen.log = log.log();
  EXPECT_EQ(faults(seen), found{history_fault::unmet});
}

TEST(check_history, finds_a_conflict_that_was_over_before_it_was_asked) {
  model_log log;
  recorded_history seen;
  seen.operations.push_back(appending(log, 1, expected::any(), 1, 2));
  seen.operations.push_back(appending(log, 2, expected::any(), 3, 4));
  seen.operations.push_back(appending(log, 3, expected::no_stream(), 5, 6));
  std::get<conflict>(seen.operations.back().told).actual = revision{0};
  seen.log = log.log();
  EXPECT_EQ(faults(seen), found{history_fault::overtaken});
  seen.operations.back().begun = seen.operations[1].ended;
  EXPECT_TRUE(faults(seen).empty()) << "what begins as another one ends runs beside it";
}

TEST(check_history, finds_a_stale_page) {
  model_log log;
  recorded_history seen;
  const page_answer empty = log.read(log_call{});
  seen.operations.push_back(appending(log, 1, expected::any(), 1, 2));
  seen.operations.push_back(
      {log_call{}, empty, instant{} + std::chrono::seconds{3}, instant{} + std::chrono::seconds{4}});
  seen.log = log.log();
  EXPECT_EQ(faults(seen), found{history_fault::overtaken});
}

TEST(check_history, finds_a_page_that_skips_an_event) {
  model_log log;
  recorded_history seen;
  for (std::uint8_t i = 1; i <= 3; ++i)
    seen.operations.push_back(appending(log, i, expected::any(), 2 * i, 2 * i + 1));
  page_answer page = log.read(log_call{});
  page.events.erase(page.events.begin() + 1);
  seen.operations.push_back(
      {log_call{}, page, instant{} + std::chrono::seconds{8}, instant{} + std::chrono::seconds{9}});
  seen.log = log.log();
  EXPECT_EQ(faults(seen), found{history_fault::misread});
}

TEST(check_history, says_which_operations_are_at_odds) {
  model_log log;
  recorded_history seen;
  seen.operations.push_back(appending(log, 1, expected::any(), 3, 4));
  seen.operations.push_back(appending(log, 2, expected::no_stream(), 1, 2));
  std::get<conflict>(seen.operations.back().told).actual = revision{0};
  seen.log = log.log();
  const auto told = check_history(seen);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told.front().message.find("to a-1 (any), event 01000000-"), std::string::npos)
      << told.front().message;
  EXPECT_NE(told.front().message.find("before it began this was over: append to a-1 (no_stream)"),
            std::string::npos)
      << told.front().message;
}

}  // namespace
}  // namespace varve::testing
