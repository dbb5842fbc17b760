#include "handling.hpp"

#include <gmock/gmock.h>

namespace {

using namespace handling;  // NOLINT: the words of these tests
using testing::ElementsAre;
using testing::HasSubstr;
using varve::on_refusal;
using varve::revision;

TEST(handle_batch, decides_each_command_on_the_state_that_those_before_it_leave) {
  one handle{{{cart::add_item{"a", 2}}, {cart::add_item{"b", 3}}, {cart::check_out{}}, {cart::check_out{}}}};
  EXPECT_THAT(events_of(first_append(handle)),
              ElementsAre(R"(cart.item-added {"sku":"a","quantity":2})",
                          R"(cart.item-added {"sku":"b","quantity":3})", R"(cart.checked-out {"items":5})"));
  const auto done = answer_of(handle->on_outcome(appended(0, 2))).value();
  EXPECT_EQ(done.token, at(103));
  ASSERT_EQ(done.commands.size(), 4U);
  EXPECT_EQ(done.commands[1]->first, revision{1});
  EXPECT_EQ(done.commands[2]->last, revision{2});
  EXPECT_EQ(done.commands[3]->events, 0);
  EXPECT_EQ(done.commands[3]->first, std::nullopt);
}

TEST(handle_batch, writes_nothing_when_one_is_refused_and_all_were_asked_for) {
  one handle{{{cart::add_item{"a"}}, {cart::check_out{}}, {cart::add_item{"b"}}}};
  as<algorithm::read_page>(handle->start());
  const auto refused = error_of(handle->on_page(page_of({})));
  EXPECT_EQ(refused.code, varve::errc::rejected);
  EXPECT_THAT(refused.message, HasSubstr("cart is closed"));
  EXPECT_THAT(refused.message, HasSubstr("command 3 of 3"));
}

TEST(handle_batch, skips_the_refused_writes_the_rest_and_tells_which) {
  one handle{{{cart::check_out{}}, {cart::add_item{"a"}}, {cart::check_out{}}, {cart::add_item{"b"}}},
             {.refused = on_refusal::skip}};
  EXPECT_EQ(events_of(first_append(handle)).size(), 2U);
  const auto done = answer_of(handle->on_outcome(appended(0, 1))).value();
  EXPECT_EQ(done.commands[0].error().message, "cart is empty");
  EXPECT_EQ(done.commands[1]->first, revision{0});
  EXPECT_EQ(done.commands[2]->first, revision{1});
  EXPECT_EQ(done.commands[3].error().code, varve::errc::rejected);
}

TEST(handle_batch, of_which_all_are_refused_writes_nothing_and_tells_so) {
  one handle{{{cart::check_out{}}, {cart::check_out{}}}, {.refused = on_refusal::skip}};
  as<algorithm::read_page>(handle->start());
  const auto done = answer_of(handle->on_page(page_of({}, true, 12))).value();
  EXPECT_FALSE(done.commands[0]);
  EXPECT_FALSE(done.commands[1]);
}

TEST(handle_batch, without_commands_is_done) {
  one handle{{}};
  as<algorithm::read_page>(handle->start());
  EXPECT_TRUE(answer_of(handle->on_page(page_of({}))).value().commands.empty());
}

TEST(handle_batch, looks_up_all_its_ids_at_once) {
  one handle{{with_id(cart::add_item{"a"}, "1"), {cart::add_item{"b"}}, with_id(cart::add_item{"c"}, "3")}};
  EXPECT_THAT(ids_of(handle->start()), ElementsAre(event_of("1"), event_of("3")));
}

TEST(handle_batch, carries_out_only_those_that_do_not_stand) {
  one handle{
      {with_id(cart::add_item{"a"}, "1"), with_id(cart::buy_now{"b"}, "2"), with_id(cart::check_out{}, "3")},
      {.refused = on_refusal::skip}};
  ids_of(handle->start());
  EXPECT_THAT(ids_of(handle->on_found(found{standing(0, 50), std::nullopt, std::nullopt})),
              ElementsAre(event_of("1", 1), event_of("1", 2), event_of("1", 3)));
  as<algorithm::read_page>(handle->on_found(found(3)));
  // "3" is a no-op on what "2" leaves, so its id is looked up again before the append
  EXPECT_THAT(ids_of(handle->on_page(page_of(stored_events{}.add(cart::item_added{"a"})))),
              ElementsAre(event_of("2"), event_of("3")));
  const auto request = request_of(handle->on_found(found(2)));
  EXPECT_THAT(events_of(request),
              ElementsAre(R"(cart.item-added {"sku":"b","quantity":1})", R"(cart.checked-out {"items":2})"));
  EXPECT_EQ(request.writes[0].events[1].id, event_of("2", 1));

  const auto done = answer_of(handle->on_outcome(appended(1, 2))).value();
  EXPECT_TRUE(done.commands[0]->replayed);
  EXPECT_EQ(done.commands[0]->token, at(50));
  EXPECT_FALSE(done.commands[1]->replayed);
  EXPECT_EQ(done.commands[1]->last, revision{2});
  EXPECT_EQ(done.commands[2]->events, 0);
  EXPECT_EQ(done.token, at(103));
}

TEST(handle_batch, of_which_all_stand_is_answered_without_reading_the_stream) {
  one handle{{with_id(cart::add_item{"a"}, "1"), with_id(cart::add_item{"b"}, "2")}};
  ids_of(handle->start());
  ids_of(handle->on_found(found{standing(5, 70), standing(0, 50)}));
  EXPECT_EQ(as<algorithm::read_page>(handle->on_found(found(6))).how.limit, 0U);
  const auto done = answer_of(handle->on_page(page_of({}, true, 400))).value();
  EXPECT_EQ(done.token, at(70));
  EXPECT_EQ(done.commands[0]->first, revision{5});
  EXPECT_EQ(done.commands[1]->first, revision{0});
}

TEST(handle_batch, half_carried_out_by_somebody_else_is_decided_again_for_the_other_half) {
  one handle{{with_id(cart::add_item{"a"}, "1"), with_id(cart::add_item{"b"}, "2")}};
  first_append(handle);
  ids_of(handle->on_outcome(not_written(varve::errc::idempotency_mismatch)));
  ids_of(handle->on_found(found{std::nullopt, standing(0, 60)}));
  as<algorithm::read_page>(handle->on_found(found(3)));
  const auto request = request_of(handle->on_page(page_of(stored_events{}.add(cart::item_added{"b"}))));
  EXPECT_THAT(events_of(request), ElementsAre(R"(cart.item-added {"sku":"a","quantity":1})"));
  EXPECT_EQ(request.writes[0].expected, varve::expected{revision{0}});
}

TEST(handle_batch, takes_a_replay_by_the_store_apart_by_looking_each_command_up) {
  one handle{{with_id(cart::add_item{"a"}, "1"), with_id(cart::add_item{"b"}, "2")}};
  first_append(handle);
  EXPECT_EQ(ids_of(handle->on_outcome(appended(3, 9, true))).size(), 2U);
  ids_of(handle->on_found(found{standing(9, 80), standing(3, 60)}));
  as<algorithm::read_page>(handle->on_found(found(6)));
  const auto done = answer_of(handle->on_page(page_of({}))).value();
  EXPECT_EQ(done.commands[0]->first, revision{9});
  EXPECT_EQ(done.commands[1]->first, revision{3});
}

TEST(handle_batch, with_one_id_twice_is_refused_before_anything_is_done) {
  one handle{{with_id(cart::add_item{"a"}, "1"), with_id(cart::add_item{"b"}, "2"),
              with_id(cart::add_item{"c"}, "1")}};
  const auto wrong = error_of(handle->start());
  EXPECT_EQ(wrong.code, varve::errc::invalid_argument);
  EXPECT_THAT(wrong.message, HasSubstr("command id 1 "));
}

}  // namespace
