#include "handling.hpp"

#include <gmock/gmock.h>

namespace {

using namespace handling;  // NOLINT: the words of these tests
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using varve::revision;

TEST(handle_conflict, is_tried_again_from_the_empty_state_after_a_pause) {
  one handle{{{cart::check_out{}}}};
  as<algorithm::read_page>(handle->start());
  request_of(handle->on_page(page_of(stored_events{}.add(cart::item_added{"a", 5}))));

  auto step = after_pause(handle, handle->on_outcome(conflict(1)));
  EXPECT_EQ(as<algorithm::read_page>(std::move(step)).from, revision{0});
  const auto request = request_of(
      handle->on_page(page_of(stored_events{}.add(cart::item_added{"b", 2}).add(cart::item_added{"c", 1}))));
  EXPECT_EQ(request.writes[0].expected, varve::expected{revision{1}});
  EXPECT_THAT(events_of(request), ElementsAre(R"(cart.checked-out {"items":3})"));
}

TEST(handle_conflict, is_decided_anew_and_may_then_be_refused) {
  one handle{{{cart::add_item{"a"}}}};
  first_append(handle);
  after_pause(handle, handle->on_outcome(conflict(0)));
  const auto refused = error_of(handle->on_page(page_of(stored_events{}.add(cart::checked_out{}))));
  EXPECT_EQ(refused.code, varve::errc::rejected);
}

TEST(handle_conflict, is_the_answer_when_the_attempts_are_used_up) {
  one handle{{{cart::add_item{"a"}}}, {.on_conflict = varve::retry_policy{.attempts = 3}}};
  first_append(handle);
  for (int lost = 1; lost < 3; ++lost) {
    after_pause(handle, handle->on_outcome(conflict(0)));
    request_of(handle->on_page(page_of({})));
  }
  const auto lost = error_of(handle->on_outcome(conflict(0)));
  EXPECT_EQ(lost.code, varve::errc::conflict);
  EXPECT_THAT(lost.message, HasSubstr("cart-42"));
  EXPECT_THAT(lost.message, HasSubstr("(attempt 3)"));
}

TEST(handle_conflict, is_the_answer_at_once_with_a_single_attempt) {
  one handle{{{cart::add_item{"a"}}}, {.on_conflict = varve::retry_policy{.attempts = 1}}};
  first_append(handle);
  EXPECT_EQ(error_of(handle->on_outcome(conflict(0))).code, varve::errc::conflict);
}

TEST(handle_conflict, does_not_pause_beyond_the_deadline) {
  const varve::instant soon{std::chrono::hours{1} + milliseconds{5}};
  const varve::retry_policy slow{.first_pause = std::chrono::hours{1},
                                 .longest_pause = std::chrono::hours{1}};
  one handle{{{cart::add_item{"a"}}}, {.on_conflict = slow, .deadline = soon}};
  first_append(handle);
  EXPECT_EQ(error_of(handle->on_outcome(conflict(0))).code, varve::errc::conflict);
}

TEST(handle_pinned, decides_on_exactly_that_revision) {
  one handle{{{cart::check_out{}}}, {.on_conflict = varve::pinned{revision{0}}}};
  as<algorithm::read_page>(handle->start());
  const auto request = request_of(handle->on_page(page_of(stored_events{}.add(cart::item_added{"a", 5}))));
  EXPECT_EQ(request.writes[0].expected, varve::expected{revision{0}});
}

TEST(handle_pinned, answers_a_conflict_without_deciding_when_the_stream_has_moved_on) {
  one handle{{{cart::check_out{}}}, {.on_conflict = varve::pinned{revision{0}}}};
  as<algorithm::read_page>(handle->start());
  const auto lost =
      error_of(handle->on_page(page_of(stored_events{}.add(cart::checked_out{}).add(cart::checked_out{}))));
  EXPECT_EQ(lost.code, varve::errc::conflict);
  EXPECT_THAT(lost.message, HasSubstr("expected at 0"));
  EXPECT_THAT(lost.message, HasSubstr("stands at revision 1"));
}

TEST(handle_pinned, is_never_tried_again) {
  one handle{{{cart::check_out{}}}, {.on_conflict = varve::pinned{revision{0}}}};
  as<algorithm::read_page>(handle->start());
  request_of(handle->on_page(page_of(stored_events{}.add(cart::item_added{"a", 5}))));
  EXPECT_EQ(error_of(handle->on_outcome(conflict(1))).code, varve::errc::conflict);
}

TEST(handle_pinned, to_no_stream_demands_that_there_is_none) {
  one fresh{{{cart::add_item{"a"}}}, {.on_conflict = varve::pinned{}}};
  EXPECT_EQ(first_append(fresh).writes[0].expected, varve::expected::no_stream());

  one late{{{cart::add_item{"a"}}}, {.on_conflict = varve::pinned{}}};
  as<algorithm::read_page>(late->start());
  EXPECT_EQ(error_of(late->on_page(page_of(stored_events{}.add(cart::item_added{"a"})))).code,
            varve::errc::conflict);
}

TEST(handle_pinned, to_no_stream_takes_one_that_was_deleted) {
  one handle{{{cart::add_item{"a"}}}, {.on_conflict = varve::pinned{}}};
  as<algorithm::read_page>(handle->start());
  EXPECT_EQ(request_of(handle->on_page(page_to(7, {}))).writes[0].expected, varve::expected::no_stream());
}

TEST(pause_before, is_drawn_from_a_bound_that_doubles_up_to_the_longest) {
  const varve::retry_policy policy{.first_pause = milliseconds{10}, .longest_pause = milliseconds{35}};
  varve::testing::seeded_random random{7};
  const auto longest_of = [&](int attempt) {
    std::chrono::nanoseconds longest{};
    for (int i = 0; i < 2000; ++i) longest = std::max(longest, varve::pause_before(attempt, policy, random));
    return longest;
  };
  EXPECT_LE(longest_of(2), milliseconds{10});
  EXPECT_GT(longest_of(2), milliseconds{9});
  EXPECT_LE(longest_of(3), milliseconds{20});
  EXPECT_GT(longest_of(3), milliseconds{18});
  EXPECT_LE(longest_of(4), milliseconds{35});
  EXPECT_GT(longest_of(4), milliseconds{32});
  EXPECT_LE(longest_of(400), milliseconds{35});
}

TEST(pause_before, of_a_policy_without_pauses_is_none) {
  varve::testing::seeded_random random{7};
  EXPECT_EQ(varve::pause_before(5, {.first_pause = {}, .longest_pause = {}}, random).count(), 0);
}

}  // namespace
