#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <map>
#include <thread>

namespace varve::contract {
namespace {

namespace races {

constexpr int racers = 16;
constexpr int rounds = 25;

/// Has each racer append what `request` gives for (racer, round), all at once in each round, and counts the
/// winners of every round.
template<class Request>
std::array<int, rounds> winners(subject& log, const Request& request) {
  std::array<std::atomic<int>, rounds> won{};
  std::barrier start{racers};
  std::vector<std::jthread> threads;
  for (int racer = 0; racer < racers; ++racer)
    threads.emplace_back([&, racer] {
      for (int round = 0; round < rounds; ++round) {
        start.arrive_and_wait();
        const auto name = name_of(log.append(request(racer, round)));
        if (name == "appended") ++won.at(static_cast<std::size_t>(round));
        EXPECT_TRUE(name == "appended" || name == "conflict") << name;
      }
    });
  threads.clear();
  std::array<int, rounds> out{};
  std::ranges::copy(won, out.begin());
  return out;
}

/// Follows the log until it has seen `events`, checking each page.
void follow(subject& log, std::size_t events, const read_options& how) {
  position next{1};
  for (token after = token::start(); next <= position{static_cast<std::int64_t>(events)};) {
    const auto waited = log->wait(after, never);
    ASSERT_EQ(name_of(waited), "success");
    const page seen_now = log->read_log(after, {}, how).value();
    ASSERT_FALSE(seen_now.empty()) << "behind " << after.position.value();
    for (const auto& one : seen_now) {
      ASSERT_EQ(one.position, next) << "each position once and in order";
      next = next.next();
    }
    ASSERT_TRUE(seen_now.scanned());
    if (how.whole_commits) {
      ASSERT_EQ(seen_now.edge(), seen_now.scanned());
      ASSERT_EQ(seen_now[0].commit, seen_now[0].position) << "a page begins with a commit";
    }
    after = {seen_now.head().epoch, seen_now.scanned()->position};
  }
}

}  // namespace races

VARVE_CONTRACT(concurrency_contract, of_racers_on_one_stream_one_wins_each_round) {
  const auto won = races::winners(log, [](int, int round) {
    return to("a", several(1), round == 0 ? expected::no_stream() : expected{revision{round - 1}});
  });
  EXPECT_THAT(won, ::testing::Each(1));
  EXPECT_EQ(log.stream("a").size(), static_cast<std::size_t>(races::rounds));
}

VARVE_CONTRACT(concurrency_contract, of_racers_on_one_condition_one_wins_each_round) {
  const auto won = races::winners(log, [](int racer, int round) {
    const std::string seat = "seat-" + std::to_string(round);
    return with_condition(to("racer-" + std::to_string(racer), {tagged({seat, "booked"})}),
                          of({"noted"}, {"booked", seat}));
  });
  EXPECT_THAT(won, ::testing::Each(1));
  EXPECT_EQ(log.places({.query = of({}, {"booked"})}).size(), static_cast<std::size_t>(races::rounds));
}

VARVE_CONTRACT(concurrency_contract, of_racers_that_check_each_other_one_wins_each_round) {
  const auto won = races::winners(log, [](int racer, int round) {
    const std::string mine = "round-" + std::to_string(round) + "-" + std::to_string(racer % 2);
    const std::string theirs = "round-" + std::to_string(round) + "-" + std::to_string(1 - racer % 2);
    return with_check(to(mine, several(1), expected::no_stream()), theirs, expected::no_stream());
  });
  EXPECT_THAT(won, ::testing::Each(1));
  EXPECT_EQ(log.places().size(), static_cast<std::size_t>(races::rounds));
}

VARVE_CONTRACT(concurrency_contract, readers_that_follow_see_each_position_once_in_order_and_whole_commits) {
  constexpr std::size_t writers = 4;
  constexpr std::size_t appends = 100;
  constexpr std::size_t events = writers * appends * 2;  // one, two or three at a time
  {
    std::vector<std::jthread> threads;
    for (std::size_t w = 0; w < writers; ++w)
      threads.emplace_back([&, w] {
        for (std::size_t i = 0; i < appends; ++i) {
          append_request request = to("w-" + std::to_string(w), several(1 + i % 2));
          if (i % 4 >= 2) request.writes.push_back({"shared", {}, several(1)});
          EXPECT_EQ(name_of(log.append(std::move(request))), "appended");
        }
      });
    for (const bool whole : {true, false})
      for (const std::size_t limit : {1U, 7U, 1000U})
        threads.emplace_back(
            [&, whole, limit] { races::follow(log, events, {.limit = limit, .whole_commits = whole}); });
  }
  EXPECT_EQ(log.places().size(), events);
}

VARVE_CONTRACT(concurrency_contract, commits_of_racing_writers_are_never_mixed) {
  constexpr int writers = 8;
  constexpr int appends = 40;
  {
    std::vector<std::jthread> threads;
    for (int w = 0; w < writers; ++w)
      threads.emplace_back([&, w] {
        for (int i = 0; i < appends; ++i) log.write("w-" + std::to_string(w), 3);
      });
  }
  const auto all = log.events();
  ASSERT_EQ(all.size(), static_cast<std::size_t>(writers * appends * 3));
  for (std::size_t i = 0; i < all.size(); i += 3) {
    EXPECT_EQ(all[i].commit, all[i].position);
    EXPECT_EQ(all[i + 1].commit, all[i].position);
    EXPECT_EQ(all[i + 2].commit, all[i].position);
    EXPECT_EQ(all[i + 2].stream, all[i].stream);
    EXPECT_EQ(all[i + 2].revision - all[i].revision, 2);
  }
}

VARVE_CONTRACT(concurrency_contract, append_times_never_fall_while_the_clock_jumps) {
  {
    std::vector<std::jthread> threads;
    for (int w = 0; w < 4; ++w)
      threads.emplace_back([&, w] {
        for (int i = 0; i < 50; ++i) {
          log.time().jump(std::chrono::milliseconds{i % 3 == 0 ? -20 : 7});
          log.write("w-" + std::to_string(w));
        }
      });
  }
  const auto all = log.events();
  ASSERT_EQ(all.size(), 200U);
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &seen::recorded_at));
}

VARVE_CONTRACT(concurrency_contract, two_stores_on_one_log_share_one_order) {
  const auto other = log.open_another();
  {
    std::vector<std::jthread> threads;
    for (int w = 0; w < 4; ++w)
      threads.emplace_back([&, w] {
        event_store& mine = w % 2 == 0 ? log.store() : *other;
        for (int i = 0; i < 50; ++i)
          EXPECT_EQ(name_of(mine.append_and_wait(to("w-" + std::to_string(w), several(2)))), "appended");
      });
  }
  const auto all = log.events();
  ASSERT_EQ(all.size(), 400U);
  std::map<std::string, std::int64_t> next;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].position, position{static_cast<std::int64_t>(i) + 1});
    EXPECT_EQ(all[i].revision.value(), next[all[i].stream]++);
  }
}

VARVE_CONTRACT(concurrency_contract, deletes_race_with_appends_and_every_revision_is_given_once) {
  constexpr int rounds = 50;
  {
    std::jthread deleter{[&] {
      for (int i = 0; i < rounds; ++i) log.good(append_request::soft_delete("a"));
    }};
    for (int i = 0; i < rounds; ++i) log.write("a", 2);
  }
  const auto all = log.events({.categories = {"a"}});
  ASSERT_EQ(all.size(), 2U * rounds);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(all[i].revision, revision{static_cast<std::int64_t>(i)});
}

}  // namespace

suite<store_fixture> concurrency_contract() {
  return {"concurrency_contract",
          simulated,
          {VARVE_SHOWN(concurrency_contract, of_racers_on_one_stream_one_wins_each_round),
           VARVE_SHOWN(concurrency_contract, of_racers_on_one_condition_one_wins_each_round),
           VARVE_SHOWN(concurrency_contract, of_racers_that_check_each_other_one_wins_each_round),
           VARVE_SHOWN(concurrency_contract,
                       readers_that_follow_see_each_position_once_in_order_and_whole_commits),
           VARVE_SHOWN(concurrency_contract, commits_of_racing_writers_are_never_mixed),
           VARVE_SHOWN(concurrency_contract, append_times_never_fall_while_the_clock_jumps),
           VARVE_SHOWN(concurrency_contract, two_stores_on_one_log_share_one_order),
           VARVE_SHOWN(concurrency_contract, deletes_race_with_appends_and_every_revision_is_given_once)}};
}

}  // namespace varve::contract
