#include "handling.hpp"

#include <gmock/gmock.h>

namespace {

using namespace handling;  // NOLINT: the words of these tests
using testing::ElementsAre;
using testing::HasSubstr;
using varve::revision;

TEST(handle_command_id, is_looked_up_before_the_stream_is_read) {
  one handle{{with_id(cart::add_item{"a"})}};
  EXPECT_THAT(ids_of(handle->start()), ElementsAre(event_of("order-7")));
  as<algorithm::read_page>(handle->on_found(found{std::nullopt}));
}

TEST(handle_command_id, gives_each_event_its_derived_id) {
  one handle{{with_id(cart::buy_now{"a"})}};
  const auto events = first_append(handle).writes[0].events;
  EXPECT_EQ(events[0].id, event_of("order-7", 0));
  EXPECT_EQ(events[1].id, event_of("order-7", 1));
}

TEST(handle_command_id, that_stands_is_answered_with_the_first_result_and_not_decided) {
  one handle{{with_id(cart::check_out{})}};  // on an empty cart it would be refused
  ids_of(handle->start());
  EXPECT_THAT(ids_of(handle->on_found(found{standing(4, 50)})),
              ElementsAre(event_of("order-7", 1), event_of("order-7", 2), event_of("order-7", 3)));
  const auto head = as<algorithm::read_page>(handle->on_found(found(3)));
  EXPECT_EQ(head.how.limit, 0U);
  const auto done = handled_of(handle->on_page(page_of({}, true, 99)));
  EXPECT_EQ(done.first, revision{4});
  EXPECT_EQ(done.last, revision{4});
  EXPECT_EQ(done.events, 1);
  EXPECT_EQ(done.token, at(50));
  EXPECT_TRUE(done.replayed);
}

TEST(handle_command_id, is_followed_until_one_of_its_events_is_missing) {
  one handle{{with_id(cart::check_out{})}};
  ids_of(handle->start());
  EXPECT_EQ(ids_of(handle->on_found(found{standing(4, 50)})).size(), 3U);
  const auto more = ids_of(handle->on_found(found{standing(5, 51), standing(6, 52), standing(7, 53)}));
  EXPECT_THAT(more, ElementsAre(event_of("order-7", 4), event_of("order-7", 5), event_of("order-7", 6),
                                event_of("order-7", 7)));
  as<algorithm::read_page>(
      handle->on_found(found{standing(8, 54), std::nullopt, std::nullopt, std::nullopt}));
  const auto done = handled_of(handle->on_page(page_of({})));
  EXPECT_EQ(done.first, revision{4});
  EXPECT_EQ(done.last, revision{8});
  EXPECT_EQ(done.events, 5);
  EXPECT_EQ(done.token, at(54));
}

TEST(handle_command_id, is_looked_up_again_after_a_conflict) {
  one handle{{with_id(cart::add_item{"a"})}};
  first_append(handle);
  EXPECT_THAT(ids_of(handle->on_outcome(conflict(3))), ElementsAre(event_of("order-7")));
  as<algorithm::pause>(handle->on_found(found{std::nullopt}));
}

TEST(handle_command_id, found_after_a_conflict_is_the_answer_also_of_the_last_attempt_and_of_a_pinned_one) {
  for (const varve::conflict_policy& policy : {varve::conflict_policy{varve::retry_policy{.attempts = 1}},
                                               varve::conflict_policy{varve::pinned{}}}) {
    one handle{{with_id(cart::add_item{"a"})}, {.on_conflict = policy}};
    first_append(handle);
    ids_of(handle->on_outcome(conflict(3)));
    ids_of(handle->on_found(found{standing(3, 60)}));
    as<algorithm::read_page>(handle->on_found(found(3)));
    const auto done = handled_of(handle->on_page(page_of({})));
    EXPECT_EQ(done.first, revision{3});
    EXPECT_TRUE(done.replayed);
  }
}

TEST(handle_command_id,
     is_looked_up_after_a_mismatch_since_somebody_may_have_decided_the_same_command_otherwise) {
  one handle{{with_id(cart::buy_now{"a"})}};
  first_append(handle);
  ids_of(handle->on_outcome(not_written(varve::errc::idempotency_mismatch)));
  ids_of(handle->on_found(found{standing(0, 60)}));
  as<algorithm::read_page>(handle->on_found(found(3)));
  const auto done = handled_of(handle->on_page(page_of({})));
  EXPECT_EQ(done.events, 1);
  EXPECT_TRUE(done.replayed);
}

TEST(handle_command_id, that_is_not_found_after_a_mismatch_leaves_the_mismatch_as_the_answer) {
  one handle{{with_id(cart::buy_now{"a"})}};
  first_append(handle);
  ids_of(handle->on_outcome(not_written(varve::errc::idempotency_mismatch)));
  EXPECT_EQ(error_of(handle->on_found(found{std::nullopt})).code, varve::errc::idempotency_mismatch);
}

TEST(handle_command_id, is_looked_up_again_before_a_refusal_since_the_state_may_hold_its_own_events) {
  one handle{{with_id(cart::add_item{"a"})}};
  ids_of(handle->start());
  as<algorithm::read_page>(handle->on_found(found{std::nullopt}));
  const auto again = ids_of(handle->on_page(page_of(stored_events{}.add(cart::checked_out{}))));
  EXPECT_THAT(again, ElementsAre(event_of("order-7")));
  ids_of(handle->on_found(found{standing(0, 60)}));
  as<algorithm::read_page>(handle->on_found(found(3)));
  EXPECT_TRUE(handled_of(handle->on_page(page_of({}))).replayed);
}

TEST(handle_command_id, that_is_refused_and_does_not_stand_is_refused) {
  one handle{{with_id(cart::add_item{"a"})}};
  ids_of(handle->start());
  as<algorithm::read_page>(handle->on_found(found{std::nullopt}));
  ids_of(handle->on_page(page_of(stored_events{}.add(cart::checked_out{}))));
  EXPECT_EQ(error_of(handle->on_found(found{std::nullopt})).message, "cart is closed");
}

TEST(handle_command_id, that_changes_nothing_and_does_not_stand_changes_nothing) {
  one handle{{with_id(cart::check_out{})}};
  ids_of(handle->start());
  as<algorithm::read_page>(handle->on_found(found{std::nullopt}));
  ids_of(handle->on_page(page_of(stored_events{}.add(cart::checked_out{}))));
  const auto done = handled_of(handle->on_found(found{std::nullopt}));
  EXPECT_EQ(done.events, 0);
  EXPECT_FALSE(done.replayed);
}

TEST(handle_command_id, that_the_store_knows_already_is_answered_with_what_the_log_says) {
  one handle{{with_id(cart::buy_now{"a"})}};
  first_append(handle);
  ids_of(handle->on_outcome(appended(0, 1, true)));
  ids_of(handle->on_found(found{standing(0, 60)}));
  as<algorithm::read_page>(handle->on_found(found{standing(1, 61), std::nullopt, std::nullopt}));
  const auto done = handled_of(handle->on_page(page_of({})));
  EXPECT_TRUE(done.replayed);
  EXPECT_EQ(done.last, revision{1});
}

TEST(handle_command_id, whose_event_stands_in_another_stream_is_a_mismatch) {
  one handle{{with_id(cart::add_item{"a"})}};
  ids_of(handle->start());
  auto elsewhere = standing(0, 60);
  elsewhere.stream = "cart-43";
  const auto wrong = error_of(handle->on_found(found{elsewhere}));
  EXPECT_EQ(wrong.code, varve::errc::idempotency_mismatch);
  EXPECT_THAT(wrong.message, HasSubstr("cart-43"));
}

}  // namespace
