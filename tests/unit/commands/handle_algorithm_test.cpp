#include "handling.hpp"

#include <gmock/gmock.h>

namespace {

using namespace handling;  // NOLINT: the words of these tests
using testing::ElementsAre;
using testing::HasSubstr;
using varve::revision;

TEST(handle_algorithm, reads_decides_and_appends_on_what_it_read) {
  one handle{{{cart::check_out{}}}};
  const auto read = as<algorithm::read_page>(handle->start());
  EXPECT_EQ(read.stream->name(), "cart-42");
  EXPECT_EQ(read.from, revision{0});

  const auto request = request_of(
      handle->on_page(page_of(stored_events{}.add(cart::item_added{"a", 2}).add(cart::item_added{"b", 3}))));
  EXPECT_EQ(request.writes.size(), 1U);
  EXPECT_EQ(request.writes[0].stream.name(), "cart-42");
  EXPECT_EQ(request.writes[0].expected, varve::expected{revision{1}});
  EXPECT_THAT(events_of(request), ElementsAre(R"(cart.checked-out {"items":5})"));

  const auto done = handled_of(handle->on_outcome(appended(2, 2)));
  EXPECT_EQ(done.first, revision{2});
  EXPECT_EQ(done.last, revision{2});
  EXPECT_EQ(done.events, 1);
  EXPECT_EQ(done.token, at(103));
  EXPECT_FALSE(done.replayed);
}

TEST(handle_algorithm, expects_no_stream_when_there_is_none) {
  one handle{{{cart::buy_now{"pear"}}}};
  const auto request = first_append(handle);
  EXPECT_EQ(request.writes[0].expected, varve::expected::no_stream());
  EXPECT_EQ(request.writes[0].events.size(), 2U);
  const auto done = handled_of(handle->on_outcome(appended(0, 1)));
  EXPECT_EQ(done.first, revision{0});
  EXPECT_EQ(done.last, revision{1});
  EXPECT_EQ(done.events, 2);
}

TEST(handle_algorithm, reads_page_after_page_to_the_end_of_the_stream) {
  one handle{{{cart::check_out{}}}, {.page_size = 2}};
  auto all = stored_events{}
                 .add(cart::item_added{"a", 1})
                 .add(cart::item_added{"b", 10})
                 .add(cart::item_added{"c", 100});

  EXPECT_EQ(as<algorithm::read_page>(handle->start()).how.limit, 2U);
  const auto next =
      as<algorithm::read_page>(handle->on_page(page_to(1, {all.views()[0], all.views()[1]}, false)));
  EXPECT_EQ(next.from, revision{2});

  const auto request = request_of(handle->on_page(page_to(2, {all.views()[2]})));
  EXPECT_EQ(request.writes[0].expected, varve::expected{revision{2}});
  EXPECT_THAT(events_of(request), ElementsAre(R"(cart.checked-out {"items":111})"));
}

TEST(handle_algorithm, counts_hidden_events_when_it_expects_a_revision) {
  one handle{{{cart::add_item{"a"}}}};
  as<algorithm::read_page>(handle->start());
  const auto request = request_of(handle->on_page(page_to(7, {})));
  EXPECT_EQ(request.writes[0].expected, varve::expected{revision{7}});
}

TEST(handle_algorithm, answers_a_refusal_and_writes_nothing) {
  one handle{{{cart::check_out{}}}};
  as<algorithm::read_page>(handle->start());
  const auto refused = error_of(handle->on_page(page_of({})));
  EXPECT_EQ(refused.code, varve::errc::rejected);
  EXPECT_EQ(refused.message, "cart is empty");
}

TEST(handle_algorithm, answers_a_command_that_changes_nothing_with_the_head_it_was_decided_at) {
  one handle{{{cart::check_out{}}}};
  as<algorithm::read_page>(handle->start());
  const auto done = handled_of(handle->on_page(page_of(stored_events{}.add(cart::checked_out{}), true, 77)));
  EXPECT_EQ(done.token, at(77));
  EXPECT_EQ(done.first, std::nullopt);
  EXPECT_EQ(done.events, 0);
  EXPECT_FALSE(done.replayed);
}

TEST(handle_algorithm, hands_its_deadline_to_every_read_and_append) {
  const varve::instant deadline{std::chrono::hours{2}};
  one handle{{{cart::add_item{"a"}}}, {.deadline = deadline}};
  EXPECT_EQ(as<algorithm::read_page>(handle->start()).how.deadline, deadline);
  EXPECT_EQ(request_of(handle->on_page(page_of({}))).deadline, deadline);
}

TEST(handle_algorithm, keeps_the_metadata_of_the_command_and_its_time_in_each_event) {
  const varve::timestamp when{std::chrono::hours{3}};
  one handle{{{cart::buy_now{"pear"},
               {.occurred_at = when,
                .metadata = {.correlation_id = "talk-1", .causation_id = "mail-5", .actor = "eve"}}}}};
  const auto request = first_append(handle);
  for (const auto& event : request.writes[0].events) {
    EXPECT_EQ(event.occurred_at, when);
    EXPECT_EQ(event.metadata, R"({"correlation_id":"talk-1","causation_id":"mail-5","actor":"eve"})");
    EXPECT_EQ(event.id, std::nullopt);
  }
}

TEST(handle_algorithm, begins_a_correlation_that_all_events_of_a_command_share) {
  one handle{{{cart::buy_now{"pear"}}}};
  const auto events = first_append(handle).writes[0].events;
  EXPECT_EQ(events[0].metadata, events[1].metadata);
  const auto kept = varve::metadata::parse(events[0].metadata).value();
  EXPECT_TRUE(varve::uuid::parse(kept.correlation_id)) << events[0].metadata;
  EXPECT_EQ(kept.causation_id, "");
}

TEST(handle_algorithm, takes_a_command_id_as_cause_and_as_the_beginning_of_a_correlation) {
  one handle{{{cart::add_item{"a"}, {.id = id("order-7")}}}};
  EXPECT_EQ(first_append(handle).writes[0].events[0].metadata,
            R"({"correlation_id":"order-7","causation_id":"order-7"})");

  one within{{{cart::add_item{"a"}, {.id = id("order-7"), .metadata = {.correlation_id = "talk-1"}}}}};
  EXPECT_EQ(first_append(within).writes[0].events[0].metadata,
            R"({"correlation_id":"talk-1","causation_id":"order-7"})");
}

struct explode {
  int how = 0;
};
varve::decision<cart::event> decide(const explode& c, const cart::state&) {
  if (c.how == 0) throw std::runtime_error("index out of range");
  throw c.how;
}

template<class C>
varve::error decided_alone(const C& command) {
  varve::testing::virtual_clock time;
  varve::testing::seeded_random random{1};
  const varve::environment env{.clock = &time, .random = &random};
  varve::event_id_generator ids{time, random};
  const varve::command_context context;
  varve::detail::decider_work<cart::decider, varve::detail::one_command<C>> work{{&command, &context},
                                                                                 varve::format::json};
  algorithm handle{work, "cart-42", {}, env, ids};
  as<algorithm::read_page>(handle.start());
  return error_of(handle.on_page(page_of({})));
}

TEST(handle_algorithm, reports_an_exception_out_of_decide_as_a_defect_and_does_not_try_again) {
  EXPECT_EQ(decided_alone(explode{0}).code, varve::errc::decide_threw);
  EXPECT_THAT(decided_alone(explode{0}).message, HasSubstr("decide threw: index out of range"));
  EXPECT_EQ(decided_alone(explode{1}).code, varve::errc::decide_threw);
}

TEST(handle_algorithm, reports_an_event_that_cannot_be_written_and_writes_nothing) {
  one handle{{{cart::add_item{"\xff"}}}};
  as<algorithm::read_page>(handle->start());
  const auto broken = error_of(handle->on_page(page_of({})));
  EXPECT_EQ(broken.code, varve::errc::invalid_argument);
  EXPECT_THAT(broken.message, HasSubstr("cart.item-added"));
}

TEST(handle_algorithm, stops_at_an_event_that_the_family_does_not_know) {
  one handle{{{cart::add_item{"a"}}}};
  as<algorithm::read_page>(handle->start());
  EXPECT_EQ(error_of(handle->on_page(page_of(stored_events{}.add("cart.future", "{}")))).code,
            varve::errc::unknown_event);
}

}  // namespace
