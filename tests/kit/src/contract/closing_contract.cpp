#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <algorithm>
#include <array>
#include <future>

namespace varve::contract {
namespace {

namespace ending {

/// Appends to stream `a` without waiting, `count` times; the names of the outcomes are there after `close`.
void append_many(subject& log, std::vector<std::string>& answers) {
  for (auto& answer : answers)
    log->append(to("a"), [&answer](const append_outcome& outcome) { answer = name_of(outcome); });
}

}  // namespace ending

VARVE_CONTRACT(closing_contract, afterwards_every_call_answers_unavailable) {
  log.good(to("a", {noted(1)}));
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log->close(closing::finish);
  const std::array ids{id(1)};
  EXPECT_EQ(name_of(log.append(to("a"))), "unavailable");
  EXPECT_EQ(name_of(log.append_by_callback(to("a"))), "unavailable");
  EXPECT_EQ(name_of(log->read_log(token::start(), {}, {})), "unavailable");
  EXPECT_EQ(name_of(log->read_stream("a", {}, {}, {})), "unavailable");
  EXPECT_EQ(name_of(log->find(ids)), "unavailable");
  EXPECT_EQ(name_of(log->event_at(position{1})), "unavailable");
  EXPECT_EQ(name_of(log->list_streams({})), "unavailable");
  EXPECT_EQ(name_of(log->wait(token::start(), never)), "unavailable");
  EXPECT_EQ(name_of(log->info()), "unavailable");
  EXPECT_EQ(log->status().now, store_status::state::closed);
}

VARVE_CONTRACT(closing_contract, can_be_done_any_number_of_times) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  log->close(closing::finish);
  log->close(closing::refuse);
  log->close(closing::finish);
  EXPECT_EQ(log->status().now, store_status::state::closed);
  log.reopen();
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(closing_contract, finishes_what_is_in_flight_when_asked_to) {
  std::vector<std::string> answers(200);
  ending::append_many(log, answers);
  log->close(closing::finish);
  EXPECT_EQ(std::ranges::count(answers, "appended"), 200);
  log.reopen();
  EXPECT_EQ(log.stream("a").size(), 200U);
}

VARVE_CONTRACT(closing_contract, refuses_what_the_writer_has_not_taken_when_asked_to) {
  log.write("b");
  std::vector<std::string> answers(200);
  ending::append_many(log, answers);
  log->close(closing::refuse);
  const auto written = std::ranges::count(answers, "appended");
  EXPECT_EQ(written + std::ranges::count(answers, "unavailable"), 200) << "each is answered";
  log.reopen();
  EXPECT_EQ(log.stream("b"), list{"1:b@0"});
  EXPECT_EQ(log.stream("a").size(), static_cast<std::size_t>(written)) << "and each answer is true";
}

VARVE_CONTRACT(closing_contract, the_destructor_finishes_what_is_in_flight) {
  std::vector<std::string> answers(200);
  ending::append_many(log, answers);
  log.reopen();
  EXPECT_EQ(std::ranges::count(answers, "appended"), 200);
  EXPECT_EQ(log.stream("a").size(), 200U);
}

VARVE_CONTRACT(closing_contract, waits_until_callbacks_have_returned) {
  std::promise<void> entered;
  bool returned = false;
  log->append(to("a"), [&](const append_outcome&) {
    entered.set_value();
    log.time().advance(std::chrono::seconds{1});
    returned = true;
  });
  entered.get_future().get();
  log->close(closing::refuse);
  EXPECT_TRUE(returned);
  log.reopen();
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(closing_contract, wakes_those_who_wait_for_the_log_to_grow) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const token head = log.head();
  auto waiter = std::async(std::launch::async, [&] { return name_of(log->wait(head, never)); });
  log->close(closing::finish);
  EXPECT_EQ(waiter.get(), "unavailable");
}

VARVE_CONTRACT(closing_contract, leaves_other_stores_on_the_log_alone) {
  log.write("a");
  const auto other = log.open_another();
  other->close(closing::finish);
  log.write("a");
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1"}));
}

}  // namespace

suite<store_fixture> closing_contract() {
  return {"closing_contract",
          simulated,
          {VARVE_SHOWN(closing_contract, afterwards_every_call_answers_unavailable),
           VARVE_SHOWN(closing_contract, can_be_done_any_number_of_times),
           VARVE_SHOWN(closing_contract, finishes_what_is_in_flight_when_asked_to),
           VARVE_SHOWN(closing_contract, refuses_what_the_writer_has_not_taken_when_asked_to),
           VARVE_SHOWN(closing_contract, the_destructor_finishes_what_is_in_flight),
           VARVE_SHOWN(closing_contract, waits_until_callbacks_have_returned),
           VARVE_SHOWN(closing_contract, wakes_those_who_wait_for_the_log_to_grow),
           VARVE_SHOWN(closing_contract, leaves_other_stores_on_the_log_alone)}};
}

}  // namespace varve::contract
