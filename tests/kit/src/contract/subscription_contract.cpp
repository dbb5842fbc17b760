#include <varve/contract/consumer_contract.hpp>
#include <varve/eventstore/memory_leases.hpp>
#include <varve/eventstore/subscription.hpp>

#include "promise.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {
namespace {

/// What its tests are told with.
struct subscription_contract_ground {
  subscription_contract_ground(world&, consumer_fixture& given) : fixture(given) {}

  /// One commit that writes events of these types to a stream.
  token write(const std::vector<std::string>& types) {
    std::vector<new_event> events;
    for (const auto& type : types) {
      new_event event;
      event.type = type;
      event.data = "{}";
      events.push_back(std::move(event));
    }
    auto done = to_result(log().append_and_wait(append_request::to("s-1", std::move(events))));
    return done ? done->token : token{};
  }

  /// One commit that writes one event.
  void write_to(const std::string& stream, const std::string& type) {
    new_event event;
    event.type = type;
    event.data = "{}";
    (void)to_result(log().append_and_wait(append_request::to(stream, {event}))).value();
  }
  static subscription_options cut_into(std::int64_t partitions) {
    subscription_options how;
    how.partitions = partitions;
    return how;
  }
  std::size_t ranges() { return places->list("mailer", 0).value().size(); }

  /// A subscription that notes what it is handed: `3:placed`.
  subscription noting(filter which = {}, const std::string& name = "mailer", subscription_options how = {}) {
    return {log(),
            *places,
            name,
            std::move(which),
            [this](const event_view& event) {
              const std::lock_guard lock{mutex_};
              heard_.push_back(std::to_string(event.position.value()) + ":" + std::string{event.type});
            },
            how};
  }
  /// What was handed over since the last call.
  std::vector<std::string> heard() {
    const std::lock_guard lock{mutex_};
    return std::exchange(heard_, {});
  }

  event_store& log() { return fixture.log(); }
  checkpoint saved(const std::string& name = "mailer") {
    return places->load({name}).value().value_or(checkpoint{});
  }

  using list = std::vector<std::string>;

  consumer_fixture& fixture;
  std::unique_ptr<checkpoint_store> places = fixture.open();
  std::mutex mutex_;
  list heard_;
};

VARVE_PROMISE(subscription_contract, hands_every_event_over_once_in_log_order) {
  it.write({"a", "b"});
  auto mailer = it.noting();
  EXPECT_EQ(mailer.poll().position, position{2});
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"1:a", "2:b"}));
  it.write({"c"});
  mailer.poll();
  mailer.poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"3:c"}));
  EXPECT_EQ(it.saved().position, position{3});
}

VARVE_PROMISE(subscription_contract, hands_over_only_what_passes_its_filter) {
  it.write({"a", "b", "a"});
  it.noting({.types = {"a"}, .categories = {}, .prefix = {}, .query = {}}).poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"1:a", "3:a"}));
  EXPECT_EQ(it.saved().position, position{3});
}

VARVE_PROMISE(subscription_contract, goes_on_behind_its_checkpoint_in_another_life) {
  it.write({"a"});
  it.noting().poll();
  ASSERT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  it.places.reset();
  it.places = it.fixture.open();
  it.write({"b"});
  it.noting().poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"2:b"}));
}

VARVE_PROMISE(subscription_contract,
              keeps_a_checkpoint_that_ends_a_commit_though_it_was_given_no_event_there) {
  const token head = it.write({"a", "b"});
  it.noting({.types = {"a"}, .categories = {}, .prefix = {}, .query = {}}).poll();
  ASSERT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  EXPECT_EQ(it.saved().place(), head);
  EXPECT_EQ(it.saved().id, it.log().event_at(position{2}).value().id);
}

VARVE_PROMISE(subscription_contract, moves_on_over_what_it_looked_at_though_nothing_was_for_it) {
  it.write({"a"});
  auto mailer = it.noting({.types = {"a"}, .categories = {}, .prefix = {}, .query = {}});
  mailer.poll();
  const token head = it.write({"b"});
  mailer.poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  EXPECT_EQ(it.saved().place(), head);
}

VARVE_PROMISE(subscription_contract,
              ends_at_the_event_that_its_handler_refuses_and_keeps_what_stands_before) {
  it.write({"a"});
  it.write({"b", "bad"});
  it.write({"c"});
  int failures = 1;
  std::vector<std::string> heard;
  subscription picky{it.log(), *it.places, "picky", {}, [&](const event_view& event) {
                       heard.emplace_back(event.type);
                       if (event.type == "bad" && failures-- > 0) throw std::runtime_error{"not this one"};
                     }};
  const auto ended = picky.try_poll();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, errc::handler_threw);
  for (const auto* part : {"picky", "position 3", "bad", "not this one"}) {
    EXPECT_NE(ended.error().message.find(part), std::string::npos) << part << " in " << ended.error().message;
  }
  EXPECT_EQ(it.saved("picky").position, position{1});
  EXPECT_EQ(heard, (std::vector<std::string>{"a", "b", "bad"}));
  heard.clear();
  picky.poll();
  EXPECT_EQ(heard, (std::vector<std::string>{"b", "bad", "c"}))
      << "a commit is done whole, or comes again whole";
}

VARVE_PROMISE(subscription_contract, answers_with_the_error_that_its_handler_answered_with) {
  it.write({"a"});
  it.noting({}, "sleepy").poll();
  ASSERT_EQ(it.saved("sleepy").position, position{1});
  it.write({"b"});
  subscription sleepy{it.log(), *it.places, "sleepy", {}, [&](const event_view&) -> result<void> {
                        return error{errc::unavailable, "the mail server sleeps"};
                      }};
  EXPECT_EQ(code_of(sleepy.try_poll()), errc::unavailable);
  EXPECT_EQ(it.saved("sleepy").position, position{1});
}

VARVE_PROMISE(subscription_contract, keeps_those_of_different_names_apart) {
  it.write({"a"});
  it.noting({}, "mailer").poll();
  it.noting({}, "printer").poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"1:a", "1:a"}));
  EXPECT_EQ(it.saved("mailer").version, 1);
  EXPECT_EQ(it.saved("printer").version, 1);
}

VARVE_PROMISE(subscription_contract, one_that_was_overtaken_ends_fenced_and_changes_nothing) {
  it.write({"a"});
  bool first = true;
  subscription late{it.log(), *it.places, "mailer", {}, [&](const event_view&) {
                      if (std::exchange(first, false)) it.noting().poll();
                    }};
  EXPECT_EQ(code_of(late.try_poll()), errc::fenced);
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  EXPECT_EQ(it.saved().position, position{1});
}

VARVE_PROMISE(subscription_contract, halts_when_its_checkpoint_names_another_event) {
  const token head = it.write({"a"});
  it.noting().poll();
  ASSERT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  const auto mine = it.places->take_over({"mailer"}).value();
  auto forged = mine;
  forged.id.value.bytes[15] ^= 1U;
  ASSERT_TRUE(it.places->save({"mailer"}, mine, forged));
  const auto ended = it.noting().try_poll();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, errc::wrong_epoch);
  EXPECT_EQ(it.saved().place(), head);
}

VARVE_PROMISE(subscription_contract, halts_when_its_checkpoint_is_of_another_log) {
  it.write({"a"});
  it.noting().poll();
  ASSERT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  const auto mine = it.places->take_over({"mailer"}).value();
  auto foreign = mine;
  foreign.epoch.value.bytes[15] ^= 1U;
  ASSERT_TRUE(it.places->save({"mailer"}, mine, foreign));
  EXPECT_EQ(code_of(it.noting().try_poll()), errc::wrong_epoch);
}

VARVE_PROMISE(subscription_contract, hears_of_a_deletion_when_it_names_it) {
  it.write({"a"});
  (void)it.log().append_and_wait(append_request::soft_delete("s-1"));
  it.noting({.types = {"a"}, .categories = {}, .prefix = {}, .query = {}}, "one").poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"1:a"}));
  EXPECT_EQ(it.saved("one").position, position{2});
  it.noting({.types = {"$deleted"}, .categories = {}, .prefix = {}, .query = {}}, "two").poll();
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"2:$deleted"}));
}

VARVE_PROMISE(subscription_contract, reads_page_by_page_and_saves_after_each) {
  for (int i = 0; i < 10; ++i) it.write({"a"});
  std::vector<std::int64_t> places;
  subscription mailer{it.log(),
                      *it.places,
                      "mailer",
                      {},
                      [&](const event_view&) { places.push_back(it.saved().position.value()); },
                      {.page_size = 4}};
  mailer.poll();
  EXPECT_EQ(places, (std::vector<std::int64_t>{0, 0, 0, 0, 4, 4, 4, 4, 8, 8}));
}

VARVE_PROMISE(subscription_contract, follows_the_log_until_told_to_stop) {
  auto mailer = it.noting();
  std::optional<error> ended = error{errc::stopped, "has not ended"};
  std::size_t heard = 0;
  {
    std::jthread live{[&](std::stop_token stop) { ended = mailer.run(stop); }};
    for (int i = 0; i < 10; ++i) it.write({"a"});
    while (heard < 10) {
      heard += it.heard().size();
      std::this_thread::yield();
    }
  }
  EXPECT_FALSE(ended);
  EXPECT_EQ(it.saved().position, position{10});
}

VARVE_PROMISE(subscription_contract, tries_again_what_may_pass_while_it_runs) {
  it.write({"a"});
  std::atomic<int> calls{0};
  subscription_options how;
  how.pace.first_back_off = std::chrono::milliseconds{1};
  subscription mailer{it.log(),
                      *it.places,
                      "mailer",
                      {},
                      [&](const event_view&) -> result<void> {
                        if (++calls < 4) return error{errc::unavailable, "the mail server sleeps"};
                        return {};
                      },
                      how};
  {
    std::jthread live{[&](std::stop_token stop) { mailer.run(stop); }};
    while (calls < 4) std::this_thread::yield();
  }
  EXPECT_EQ(calls, 4);
  EXPECT_EQ(it.saved().position, position{1});
}

VARVE_PROMISE(subscription_contract, hands_each_key_its_events_in_order_when_it_is_cut) {
  for (int i = 0; i < 40; ++i) it.write_to("s-" + std::to_string(i % 5), "a");
  it.noting({}, "mailer", it.cut_into(4)).poll();
  EXPECT_EQ(it.ranges(), 4U);
  auto heard = it.heard();
  ASSERT_EQ(heard.size(), 40U);
  std::vector<std::vector<int>> by_key(5);
  for (const auto& each : heard) {
    const int position = std::stoi(each);
    by_key[static_cast<std::size_t>((position - 1) % 5)].push_back(position);
  }
  for (const auto& positions : by_key) {
    EXPECT_EQ(positions.size(), 8U);
    EXPECT_TRUE(std::ranges::is_sorted(positions));
  }
  it.noting({}, "mailer", it.cut_into(4)).poll();
  EXPECT_TRUE(it.heard().empty());
}

VARVE_PROMISE(subscription_contract, is_cut_by_the_key_that_it_is_told) {
  for (int i = 0; i < 12; ++i) it.write_to("s-" + std::to_string(i), i % 2 == 0 ? "a" : "b");
  auto how = it.cut_into(1024);
  how.partition_by = [](const event_view& event) { return std::string{event.type}; };
  it.noting({}, "mailer", how).poll();
  const auto heard = it.heard();
  ASSERT_EQ(heard.size(), 12U);
  const auto last_a = std::ranges::find(heard, "11:a");
  const auto last_b = std::ranges::find(heard, "12:b");
  const auto first_a = std::ranges::find(heard, "1:a");
  const auto first_b = std::ranges::find(heard, "2:b");
  EXPECT_TRUE(last_a < first_b || last_b < first_a);  // one range after the other
}

VARVE_PROMISE(subscription_contract, goes_on_without_a_repeat_when_it_is_cut_later) {
  for (int i = 0; i < 10; ++i) it.write_to("s-" + std::to_string(i), "a");
  it.noting().poll();
  ASSERT_EQ(it.heard().size(), 10U);
  for (int i = 0; i < 10; ++i) it.write_to("s-" + std::to_string(i), "b");
  it.noting({}, "mailer", it.cut_into(8)).poll();
  EXPECT_EQ(it.heard().size(), 10U);
  EXPECT_EQ(it.ranges(), 8U);
  it.write({"c"});
  it.noting().poll();  // asks for one range, and works on all
  EXPECT_EQ(it.heard(), (std::vector<std::string>{"21:c"}));
}

VARVE_PROMISE(subscription_contract, hands_over_again_what_one_range_could_not_handle_and_nothing_else) {
  for (int i = 0; i < 8; ++i) it.write_to("s-" + std::to_string(i), "a");
  std::vector<std::string> handled;
  bool refuses = true;
  const auto pick = [&](const event_view& event) -> result<void> {
    if (refuses && event.stream.name() == "s-3") return error{errc::rejected, "not this one"};
    handled.emplace_back(event.stream.name());
    return {};
  };
  const auto poll = [&] {
    return subscription{it.log(), *it.places, "mailer", {}, pick, it.cut_into(1024)}.try_poll();
  };
  EXPECT_EQ(code_of(poll()), errc::rejected);
  EXPECT_EQ(handled.size(), 7U);
  refuses = false;
  EXPECT_TRUE(poll());
  ASSERT_EQ(handled.size(), 8U);
  EXPECT_EQ(handled.back(), "s-3");
}

VARVE_PROMISE(subscription_contract,
              under_leases_is_worked_on_by_those_who_run_and_by_one_of_them_each_range) {
  memory_leases leases;
  auto how = it.cut_into(4);
  how.leases = {.store = &leases, .term = std::chrono::minutes{5}};
  auto one = it.noting({}, "mailer", how);
  auto other = it.noting({}, "mailer", how);
  std::size_t heard = 0;
  {
    std::jthread first{[&](std::stop_token stop) { one.run(stop); }};
    std::jthread second{[&](std::stop_token stop) { other.run(stop); }};
    for (int i = 0; i < 40; ++i) it.write_to("s-" + std::to_string(i % 5), "a");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (heard < 40 && std::chrono::steady_clock::now() < deadline) {
      heard += it.heard().size();
      std::this_thread::yield();
    }
  }
  heard += it.heard().size();
  EXPECT_EQ(heard, 40U);
  for (const auto& each : leases.list("").value()) EXPECT_FALSE(each.in_force()) << each.name;
  EXPECT_EQ(it.ranges(), 4U);
}

}  // namespace

suite<consumer_fixture> subscription_contract() {
  return {"subscription_contract",
          real,
          {VARVE_PROMISED(subscription_contract, hands_every_event_over_once_in_log_order),
           VARVE_PROMISED(subscription_contract, hands_over_only_what_passes_its_filter),
           VARVE_PROMISED(subscription_contract, goes_on_behind_its_checkpoint_in_another_life),
           VARVE_PROMISED(subscription_contract,
                          keeps_a_checkpoint_that_ends_a_commit_though_it_was_given_no_event_there),
           VARVE_PROMISED(subscription_contract, moves_on_over_what_it_looked_at_though_nothing_was_for_it),
           VARVE_PROMISED(subscription_contract,
                          ends_at_the_event_that_its_handler_refuses_and_keeps_what_stands_before),
           VARVE_PROMISED(subscription_contract, answers_with_the_error_that_its_handler_answered_with),
           VARVE_PROMISED(subscription_contract, keeps_those_of_different_names_apart),
           VARVE_PROMISED(subscription_contract, one_that_was_overtaken_ends_fenced_and_changes_nothing),
           VARVE_PROMISED(subscription_contract, halts_when_its_checkpoint_names_another_event),
           VARVE_PROMISED(subscription_contract, halts_when_its_checkpoint_is_of_another_log),
           VARVE_PROMISED(subscription_contract, hears_of_a_deletion_when_it_names_it),
           VARVE_PROMISED(subscription_contract, reads_page_by_page_and_saves_after_each),
           VARVE_PROMISED(subscription_contract, follows_the_log_until_told_to_stop),
           VARVE_PROMISED(subscription_contract, tries_again_what_may_pass_while_it_runs),
           VARVE_PROMISED(subscription_contract, hands_each_key_its_events_in_order_when_it_is_cut),
           VARVE_PROMISED(subscription_contract, is_cut_by_the_key_that_it_is_told),
           VARVE_PROMISED(subscription_contract, goes_on_without_a_repeat_when_it_is_cut_later),
           VARVE_PROMISED(subscription_contract,
                          hands_over_again_what_one_range_could_not_handle_and_nothing_else),
           VARVE_PROMISED(subscription_contract,
                          under_leases_is_worked_on_by_those_who_run_and_by_one_of_them_each_range)}};
}

}  // namespace varve::contract
