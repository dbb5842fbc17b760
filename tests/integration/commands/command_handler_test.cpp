#include <varve/commands.hpp>
#include <varve/testing/recording_metrics.hpp>

#include "../../unit/domain/cart.hpp"
#include "interfering_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using varve::revision;

constexpr varve::retry_policy at_once{.attempts = 5, .first_pause = {}, .longest_pause = {}};

varve::command_context with_id(std::string_view text) {
  return {.id = varve::command_id{text, varve::timestamp{std::chrono::hours{24}}}};
}

/// Types and data of a stream's visible events.
std::vector<std::string> events_of(varve::event_store& store, const varve::stream_id& stream) {
  std::vector<std::string> out;
  const auto page = store.read_stream(stream, {}, {}, {}).value();
  for (const auto& event : page) out.push_back(std::string(event.type) + ' ' + std::string(event.data));
  return out;
}

void must(const varve::append_outcome& outcome) {
  ASSERT_TRUE(std::holds_alternative<varve::appended>(outcome)) << varve::to_result(outcome).error().message;
}

varve::append_request added(std::string_view sku, varve::expected expected = {}) {
  auto event = varve::record<cart::event>(cart::item_added{std::string(sku), 1}).value();
  std::vector<varve::new_event> events;
  events.push_back(std::move(event));
  return varve::append_request::to("cart-42", std::move(events), expected);
}

TEST(command_handler, turns_a_command_into_events_of_its_stream) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  const auto done = carts.handle("42", cart::buy_now{"apple"}).value();
  EXPECT_EQ(done.first, revision{0});
  EXPECT_EQ(done.last, revision{1});
  EXPECT_EQ(done.token.position, varve::position{2});
  EXPECT_EQ(done.token.epoch, store.info()->epoch);
  EXPECT_THAT(events_of(store, "cart-42"), ElementsAre(R"(cart.item-added {"sku":"apple","quantity":1})",
                                                       R"(cart.checked-out {"items":1})"));
}

TEST(command_handler, decides_on_what_was_written_before) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, {}, {.page_size = 1});
  carts.handle("42", cart::add_item{"apple", 3}).value();
  carts.handle("42", cart::add_item{"pear", 4}).value();
  carts.handle("42", cart::check_out{}).value();
  EXPECT_EQ(events_of(store, "cart-42").back(), R"(cart.checked-out {"items":7})");
  EXPECT_EQ(carts.handle("42", cart::add_item{"fig"}).error().code, varve::errc::rejected);
  EXPECT_EQ(carts.handle("42", cart::check_out{})->events, 0);
  EXPECT_EQ(store.info()->events, 3);
}

TEST(command_handler, takes_a_variant_of_commands) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  using any = std::variant<cart::add_item, cart::check_out>;
  carts.handle("42", any{cart::add_item{"apple", 3}}).value();
  EXPECT_EQ(carts.handle("42", any{cart::check_out{}})->last, revision{1});
}

TEST(command_handler, keeps_tags_metadata_and_event_time_in_the_log) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  const varve::timestamp when{std::chrono::hours{1}};
  carts.handle("42", cart::add_item{"apple"}, {.occurred_at = when, .metadata = {.tenant = "acme"}}).value();
  const auto page = store.read_log({}, {.query = {.items = {{.tags = {"sku:apple"}}}}}, {}).value();
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page[0].occurred_at, when);
  EXPECT_EQ(varve::metadata::parse(page[0].metadata)->tenant, "acme");
}

TEST(command_handler, writes_and_reads_the_binary_format) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, {}, {.format = varve::format::binary});
  carts.handle("42", cart::add_item{"apple", 3}).value();
  EXPECT_EQ(carts.state_of("42")->state.items, 3);
  EXPECT_EQ(store.read_stream("cart-42", {}, {}, {}).value()[0].content_type, varve::binary_content_type);
}

TEST(command_handler, answers_a_repeated_command_with_the_first_result_for_ever) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  const auto first = carts.handle("42", cart::add_item{"apple"}, with_id("order-7")).value();
  carts.handle("42", cart::add_item{"pear"}).value();
  carts.handle("42", cart::check_out{}).value();

  const auto again = carts.handle("42", cart::add_item{"apple"}, with_id("order-7")).value();
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.first, first.first);
  EXPECT_EQ(again.last, first.last);
  EXPECT_EQ(again.token, first.token);
  EXPECT_EQ(carts.handle("42", cart::buy_now{"fig"}, with_id("order-7"))->token, first.token);
  must(store.append_and_wait(varve::append_request::hard_delete("cart-42")));
  EXPECT_EQ(carts.handle("42", cart::add_item{"apple"}, with_id("order-7"))->token, first.token);
  EXPECT_EQ(store.info()->events, 3);
}

TEST(command_handler, takes_the_same_command_id_in_another_stream_for_another_command) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  carts.handle("42", cart::add_item{"apple"}, with_id("order-7")).value();
  EXPECT_FALSE(carts.handle("43", cart::add_item{"apple"}, with_id("order-7"))->replayed);
}

TEST(command_handler, decides_a_command_again_that_wrote_nothing_the_first_time) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  EXPECT_EQ(carts.handle("42", cart::check_out{}, with_id("order-7")).error().code, varve::errc::rejected);
  carts.handle("42", cart::add_item{"apple"}).value();
  EXPECT_EQ(carts.handle("42", cart::check_out{}, with_id("order-7"))->events, 1);
}

TEST(command_handler, decides_again_when_somebody_else_was_first) {
  interfering_store store;
  const auto carts = varve::commands_for<cart::decider>(store, at_once);
  store.before_next_append([](varve::event_store& log) { must(log.append_and_wait(added("other"))); });
  carts.handle("42", cart::buy_now{"apple"}).value();
  EXPECT_EQ(store.appends(), 2);
  EXPECT_EQ(events_of(store, "cart-42").back(), R"(cart.checked-out {"items":2})");
}

TEST(command_handler, does_not_decide_on_events_that_were_deleted_before_it_lost_the_race) {
  interfering_store store;
  const auto carts = varve::commands_for<cart::decider>(store, at_once);
  must(store.append_and_wait(added("old")));
  store.before_next_append([](varve::event_store& log) {
    must(log.append_and_wait(varve::append_request::soft_delete("cart-42")));
    must(log.append_and_wait(added("new life")));
  });
  carts.handle("42", cart::check_out{}).value();
  EXPECT_EQ(events_of(store, "cart-42").back(), R"(cart.checked-out {"items":1})");
}

TEST(command_handler, answers_with_the_first_result_when_the_same_command_was_decided_otherwise_meanwhile) {
  interfering_store store;
  const auto carts = varve::commands_for<cart::decider>(store, at_once);
  store.before_next_append([](varve::event_store& log) {
    const auto elsewhere = varve::commands_for<cart::decider>(log);
    must(log.append_and_wait(added("other")));
    elsewhere.handle("42", cart::buy_now{"apple"}, with_id("order-7")).value();
  });
  const auto done = carts.handle("42", cart::buy_now{"apple"}, with_id("order-7")).value();
  EXPECT_TRUE(done.replayed);
  EXPECT_EQ(done.first, revision{1});
  EXPECT_EQ(done.events, 2);
  EXPECT_EQ(store.info()->events, 3);
}

TEST(command_handler, learns_the_fate_of_an_append_in_doubt) {
  interfering_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  std::vector<varve::event_id> ids;
  store.in_place_of_next_append(
      [&](varve::event_store& log, varve::append_request request) -> varve::append_outcome {
        request.writes[0].events[0].id =
            ids.emplace_back(*varve::event_id::parse("01969c2f-7a10-7c3e-9a41-2f6b8d0e5c17"));
        must(log.append_and_wait(std::move(request)));
        return varve::unknown{"the wire broke behind the commit", ids};
      });
  const auto done = carts.handle("42", cart::add_item{"apple"}).value();
  EXPECT_EQ(done.first, revision{0});
  EXPECT_EQ(store.info()->events, 1);
}

TEST(command_handler, begins_a_deleted_stream_anew) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  carts.handle("42", cart::buy_now{"apple"}).value();
  must(store.append_and_wait(varve::append_request::soft_delete("cart-42")));
  EXPECT_EQ(carts.handle("42", cart::add_item{"pear"})->first, revision{2});
}

TEST(command_handler, answers_what_the_store_says_of_a_closed_stream) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  must(store.append_and_wait(varve::append_request::hard_delete("cart-42")));
  EXPECT_EQ(carts.handle("42", cart::add_item{"pear"}).error().code, varve::errc::stream_deleted);
}

TEST(command_handler, decides_on_a_pinned_revision_or_not_at_all) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  const auto seen = carts.handle("42", cart::add_item{"apple"}, {}, {.on_conflict = varve::pinned{}}).value();
  carts.handle("42", cart::add_item{"pear"}).value();
  EXPECT_EQ(carts.handle("42", cart::check_out{}, {}, {.on_conflict = varve::pinned{seen.last}}).error().code,
            varve::errc::conflict);
  EXPECT_EQ(carts.handle("42", cart::add_item{"fig"}, {}, {.on_conflict = varve::pinned{}}).error().code,
            varve::errc::conflict);
  EXPECT_TRUE(carts.handle("42", cart::check_out{}, {}, {.on_conflict = varve::pinned{revision{1}}}));
}

TEST(command_handler, answers_an_id_that_makes_no_stream_with_an_error) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  EXPECT_EQ(carts.handle(std::string(251, 'x'), cart::add_item{"a"}).error().code,
            varve::errc::invalid_argument);
  EXPECT_TRUE(carts.handle(std::string(250, 'x'), cart::add_item{"a"}));
  EXPECT_EQ(carts.state_of("a\nb").error().code, varve::errc::invalid_argument);
}

using any_command = std::variant<cart::add_item, cart::check_out>;

TEST(command_handler, skips_refused_commands_of_a_batch_when_told_to) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  const std::vector<varve::issued<any_command>> rows{
      {cart::check_out{}}, {cart::add_item{"a"}}, {cart::check_out{}}, {cart::add_item{"b"}}};
  const auto done = carts.handle_all("42", rows, varve::on_refusal::skip).value();
  EXPECT_EQ(done.commands[0].error().message, "cart is empty");
  EXPECT_EQ(done.commands[2]->last, revision{1});
  EXPECT_EQ(done.commands[3].error().message, "cart is closed");
  EXPECT_EQ(done.token.position, varve::position{2});

  const auto page = store.read_log({}, {}, {}).value();
  EXPECT_EQ(page[1].commit, varve::position{1}) << "one append";

  EXPECT_EQ(carts.handle_all("43", rows, varve::on_refusal::write_nothing).error().code,
            varve::errc::rejected);
  EXPECT_EQ(store.info()->events, 2);
}

TEST(command_handler, carries_out_the_rest_of_a_batch_that_was_cut_off) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  std::vector<varve::issued<cart::add_item>> rows;
  for (int i = 0; i < 10; ++i) rows.push_back({{"sku", i + 1}, with_id("row " + std::to_string(i))});
  carts.handle_all("42", std::span(std::as_const(rows)).first(4), varve::on_refusal::skip).value();
  std::ranges::reverse(rows);

  const auto done = carts.handle_all("42", rows, varve::on_refusal::skip).value();
  EXPECT_EQ(std::ranges::count_if(done.commands, [](const auto& c) { return c->replayed; }), 4);
  EXPECT_EQ(carts.state_of("42")->state.items, 55);
  EXPECT_EQ(store.info()->events, 10);
  EXPECT_TRUE(carts.handle_all("42", rows, varve::on_refusal::skip)->commands[0]->replayed);
  EXPECT_EQ(store.info()->events, 10);
}

TEST(state_of, gives_the_state_with_the_revision_it_stands_for) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store, {}, {.page_size = 2});
  EXPECT_EQ(carts.state_of("42")->last, std::nullopt);
  for (int i = 0; i < 5; ++i) carts.handle("42", cart::add_item{"a", 1}).value();
  const auto now = carts.state_of("42").value();
  EXPECT_EQ(now.state.items, 5);
  EXPECT_EQ(now.last, revision{4});
  EXPECT_EQ(now.head.position, varve::position{5});
}

TEST(state_of, looks_back_to_a_revision_and_reads_no_page_beyond_it) {
  interfering_store store;
  const auto carts = varve::commands_for<cart::decider>(store, {}, {.page_size = 2});
  for (int i = 0; i < 9; ++i) carts.handle("42", cart::add_item{"a", 1}).value();
  const int before = store.reads();
  const auto then = carts.state_of("42", varve::as_of::revision(revision{2})).value();
  EXPECT_EQ(store.reads() - before, 2);
  EXPECT_EQ(then.state.items, 3);
  EXPECT_EQ(then.last, revision{2});
  EXPECT_EQ(carts.state_of("42", varve::as_of::revision(revision{1}))->last, revision{1});
  EXPECT_EQ(carts.state_of("42", varve::as_of::revision(revision{99}))->last, revision{8});
  EXPECT_EQ(carts.state_of("42", varve::as_of::until_recorded({}))->last, std::nullopt);
}

TEST(state_of, looks_back_to_what_had_happened_and_to_what_was_known) {
  varve::memory_store store;
  const auto carts = varve::commands_for<cart::decider>(store);
  const auto hour = [](int h) { return varve::timestamp{std::chrono::hours{h}}; };
  carts.handle("42", cart::add_item{"late", 1}, {.occurred_at = hour(9)}).value();
  carts.handle("42", cart::add_item{"early", 10}, {.occurred_at = hour(2)}).value();
  EXPECT_EQ(carts.state_of("42", varve::as_of::until_occurred(hour(5)))->state.items, 10);
  EXPECT_EQ(carts.state_of("42", varve::as_of::until_recorded(hour(5)))->state.items, 0);
}

struct fragile_state {
  int items = 0;
};
void evolve(fragile_state&, const cart::item_added&) {
  throw std::out_of_range("no such item");
}
void evolve(fragile_state&, const cart::checked_out&) {}
varve::decision<cart::event> decide(const cart::check_out&, const fragile_state&) {
  return cart::checked_out{};
}

TEST(command_handler, reports_an_exception_out_of_evolve_as_a_defect) {
  varve::memory_store store;
  must(store.append_and_wait(added("a")));
  const auto fragile = varve::commands_for<varve::decider<"cart", fragile_state, cart::event>>(store);
  const auto answer = fragile.handle("42", cart::check_out{});
  EXPECT_EQ(answer.error().code, varve::errc::decide_threw);
  EXPECT_THAT(answer.error().message, HasSubstr("evolve or upcast threw: no such item"));
  EXPECT_EQ(fragile.state_of("42").error().code, varve::errc::decide_threw);
}

TEST(command_handler, measures_what_it_does) {
  varve::testing::recording_metrics metrics;
  varve::environment env;
  env.metrics = &metrics;
  interfering_store store;
  const auto carts = varve::commands_for<cart::decider>(store, at_once, {.environment = env});
  store.before_next_append([](varve::event_store& log) { must(log.append_and_wait(added("other"))); });
  carts.handle("42", cart::add_item{"a"}).value();
  EXPECT_FALSE(carts.handle("43", cart::check_out{}));

  const auto durations = metrics.named("varve.command.duration");
  ASSERT_EQ(durations.size(), 2U);
  EXPECT_EQ(durations[0].labels,
            (std::map<std::string, std::string>{{"command", "cart"}, {"outcome", "accepted"}}));
  EXPECT_EQ(durations[1].labels.at("outcome"), "rejected");
  EXPECT_EQ(metrics.sum("varve.command.retries"), 1);
  EXPECT_EQ(metrics.sum("varve.aggregate.load.events"), 1);
}

}  // namespace
