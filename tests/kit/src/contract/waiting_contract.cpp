#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <future>

namespace varve::contract {
namespace {

VARVE_CONTRACT(waiting_contract, returns_the_head_at_once_when_it_lies_behind_the_token) {
  log.write("a", 3);
  ASSERT_EQ(log.places().size(), 3U);
  EXPECT_EQ(log->wait(token::start(), never).value(), log.head());
  EXPECT_EQ(log->wait({log.head().epoch, position{2}}, never).value(), log.head());
}

VARVE_CONTRACT(waiting_contract, returns_when_an_append_has_come) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  for (int round = 0; round < 20; ++round) {
    const token before = log.head();
    auto woken = std::async(std::launch::async, [&] { return log->wait(before, never); });
    const appended out = log.write("a");
    EXPECT_EQ(woken.get().value(), out.token);
  }
}

VARVE_CONTRACT(waiting_contract, returns_the_head_when_the_deadline_has_come) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  EXPECT_EQ(log->wait(log.head(), log.time().steady()).value(), log.head()) << "it has come already";
  const instant deadline = log.time().steady() + std::chrono::hours{1};
  auto woken = std::async(std::launch::async, [&] { return log->wait(log.head(), deadline); });
  log.time().advance(std::chrono::hours{1});
  EXPECT_EQ(woken.get().value(), log.head());
  EXPECT_EQ(log.head().position, position{1});
}

VARVE_CONTRACT(waiting_contract, wakes_every_waiter) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const token before = log.head();
  std::vector<std::future<result<token>>> waiters;
  for (int i = 0; i < 8; ++i)
    waiters.push_back(std::async(std::launch::async, [&] { return log->wait(before, never); }));
  log.write("a");
  for (auto& waiter : waiters) EXPECT_EQ(waiter.get().value().position, position{2});
}

VARVE_CONTRACT(waiting_contract, waits_for_a_place_that_lies_far_ahead) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  auto woken = std::async(std::launch::async, [&] { return log->wait({{}, position{5}}, never); });
  for (int i = 0; i < 5; ++i) log.write("a");
  EXPECT_EQ(woken.get().value().position, position{6});
}

VARVE_CONTRACT(waiting_contract, returns_when_another_store_on_the_log_has_appended) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const auto other = log.open_another();
  const token before = log.head();
  auto woken = std::async(std::launch::async, [&] { return log->wait(before, never); });
  EXPECT_EQ(name_of(other->append_and_wait(to("a"))), "appended");
  while (woken.wait_for(std::chrono::seconds{0}) != std::future_status::ready)
    log.time().advance(std::chrono::milliseconds{10});
  EXPECT_EQ(woken.get().value().position, position{2});
}

}  // namespace

suite<store_fixture> waiting_contract() {
  return {"waiting_contract",
          simulated,
          {VARVE_SHOWN(waiting_contract, returns_the_head_at_once_when_it_lies_behind_the_token),
           VARVE_SHOWN(waiting_contract, returns_when_an_append_has_come),
           VARVE_SHOWN(waiting_contract, returns_the_head_when_the_deadline_has_come),
           VARVE_SHOWN(waiting_contract, wakes_every_waiter),
           VARVE_SHOWN(waiting_contract, waits_for_a_place_that_lies_far_ahead),
           VARVE_SHOWN(waiting_contract, returns_when_another_store_on_the_log_has_appended)}};
}

}  // namespace varve::contract
