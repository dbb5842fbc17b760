#include "handling.hpp"

#include <gmock/gmock.h>

namespace {

using namespace handling;  // NOLINT: the words of these tests
using testing::HasSubstr;
using varve::revision;

const varve::event_id given_by_store = *varve::event_id::parse("01969c2f-7a10-7c3e-9a41-2f6b8d0e5c17");

varve::append_outcome in_doubt() {
  return varve::unknown{"fdatasync failed", {given_by_store}};
}

TEST(handle_doubt, is_cleared_by_sending_the_same_batch_again_with_its_ids_in_place) {
  one handle{{{cart::add_item{"a"}}}};
  const auto first = first_append(handle);
  const auto again = request_of(after_pause(handle, handle->on_outcome(in_doubt())));
  EXPECT_EQ(again.writes[0].events[0].id, given_by_store);
  EXPECT_EQ(events_of(again), events_of(first));
  EXPECT_EQ(again.writes[0].expected, first.writes[0].expected);

  const auto done = handled_of(handle->on_outcome(appended(0, 0, true)));
  EXPECT_EQ(done.first, revision{0});
  EXPECT_TRUE(done.replayed);
}

TEST(handle_doubt, goes_on_while_the_store_does_not_know_either) {
  one handle{{{cart::add_item{"a"}}}};
  first_append(handle);
  request_of(after_pause(handle, handle->on_outcome(in_doubt())));
  request_of(after_pause(handle, handle->on_outcome(not_written(varve::errc::unavailable))));
  request_of(after_pause(handle, handle->on_outcome(in_doubt())));
  request_of(after_pause(handle, handle->on_outcome(not_written(varve::errc::timeout))));
  EXPECT_EQ(handled_of(handle->on_outcome(appended(0, 0))).events, 1);
}

TEST(handle_doubt, that_ends_in_a_conflict_is_tried_again_like_any_conflict) {
  one handle{{{cart::add_item{"a"}}}};
  first_append(handle);
  request_of(after_pause(handle, handle->on_outcome(in_doubt())));
  auto step = after_pause(handle, handle->on_outcome(conflict(4)));
  as<algorithm::read_page>(std::move(step));
  const auto fresh = request_of(handle->on_page(page_of({})));
  EXPECT_EQ(fresh.writes[0].events[0].id, std::nullopt);
}

TEST(handle_doubt, that_lasts_is_the_answer) {
  one handle{{{cart::add_item{"a"}}}, {.resend_for = std::chrono::seconds{2}}};
  first_append(handle);
  auto step = handle->on_outcome(in_doubt());
  int sent = 0;
  while (std::holds_alternative<algorithm::pause>(step)) {
    request_of(after_pause(handle, std::move(step)));
    ++sent;
    step = handle->on_outcome(sent % 2 == 0 ? in_doubt() : not_written(varve::errc::unavailable));
    ASSERT_LT(sent, 1000);
  }
  EXPECT_GT(sent, 3);
  const auto doubt = error_of(std::move(step));
  EXPECT_EQ(doubt.code, varve::errc::in_doubt);
  EXPECT_THAT(doubt.message, HasSubstr("fdatasync failed"));
  EXPECT_LE(handle.time().steady(), varve::instant{std::chrono::hours{1} + std::chrono::seconds{2}});
}

TEST(handle_doubt, is_the_answer_at_once_when_nothing_shall_be_sent_again) {
  one handle{{{cart::add_item{"a"}}}, {.resend_for = {}}};
  first_append(handle);
  EXPECT_EQ(error_of(handle->on_outcome(in_doubt())).code, varve::errc::in_doubt);
}

TEST(handle_doubt, is_the_answer_at_the_deadline) {
  const varve::instant soon{std::chrono::hours{1} + std::chrono::nanoseconds{1}};
  one handle{{{cart::add_item{"a"}}}, {.deadline = soon}};
  first_append(handle);
  EXPECT_EQ(error_of(handle->on_outcome(in_doubt())).code, varve::errc::in_doubt);
}

TEST(handle_doubt, that_ends_in_another_error_is_over_and_the_error_the_answer) {
  one handle{{{cart::add_item{"a"}}}};
  first_append(handle);
  request_of(after_pause(handle, handle->on_outcome(in_doubt())));
  EXPECT_EQ(error_of(handle->on_outcome(not_written(varve::errc::stream_deleted))).code,
            varve::errc::stream_deleted);
}

TEST(handle_doubt, does_not_begin_with_an_append_that_was_surely_not_written) {
  one handle{{{cart::add_item{"a"}}}};
  first_append(handle);
  EXPECT_EQ(error_of(handle->on_outcome(not_written(varve::errc::unavailable))).code,
            varve::errc::unavailable);
}

}  // namespace
