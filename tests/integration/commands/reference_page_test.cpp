// The code of docs/reference/commands.md: regions between // [name] and // [/name] stand there word for word.

#include <varve/commands.hpp>
#include <varve/core.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/testing/given.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace page {

// [events]
struct item_added {
  static constexpr std::string_view event_name = "cart.item-added";  // on disk
  std::string sku;
  int quantity = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(sku), CEREAL_NVP(quantity)); }  // on disk
};
struct checked_out {
  static constexpr std::string_view event_name = "cart.checked-out";
  int items = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(items)); }
};
using event = std::variant<item_added, checked_out>;
// [/events]

// [tags]
varve::tags tags_of(const item_added& e) {
  return {"sku:" + e.sku};
}
// [/tags]

// [state]
struct state {
  int items = 0;
  bool closed = false;
};
void evolve(state& s, const item_added& e) {
  s.items += e.quantity;
}
void evolve(state& s, const checked_out&) {
  s.closed = true;
}
// [/state]

// [decide]
struct add_item {
  std::string sku;
  int quantity = 0;
};
varve::decision<event> decide(const add_item& c, const state& s) {
  if (s.closed) return varve::reject("cart is closed");
  if (c.quantity < 1) return varve::reject("quantity must be positive");
  return item_added{c.sku, c.quantity};
}

struct check_out {};
varve::decision<event> decide(const check_out&, const state& s) {
  if (s.closed) return varve::nothing;
  if (s.items == 0) return varve::reject("cart is empty");
  return checked_out{s.items};
}

using decider = varve::decider<"cart", state, event>;  // streams cart-1, cart-2…
// [/decide]

namespace family {

// [retired]
struct item_added_v1 {
  static constexpr std::string_view event_name = "cart.added";
  std::string sku;
  void serialize(auto& ar) { ar(CEREAL_NVP(sku)); }
};
item_added upcast(const item_added_v1& old) {
  return {old.sku, 1};
}
using event = varve::events<item_added, checked_out, varve::retired<item_added_v1>>;
// [/retired]

}  // namespace family

TEST(reference_page, tests_a_decider_without_a_store) {
  // [given]
  using varve::testing::given;
  given<decider>({item_added{"apple", 3}}).when(check_out{}).then({checked_out{3}});
  given<decider>({checked_out{3}}).when(check_out{}).then_nothing();
  given<decider>().when(check_out{}).then_rejected("cart is empty");
  // [/given]
}

TEST(reference_page, reads_a_retired_shape) {
  varve::memory_store store;
  std::vector<varve::new_event> old(1);
  old[0].type = "cart.added";
  old[0].data = R"({"sku":"apple"})";
  varve::to_result(store.append_and_wait(varve::append_request::to("cart-42", std::move(old)))).value();
  auto carts = varve::commands_for<varve::decider<"cart", state, family::event>>(store);
  EXPECT_EQ(carts.state_of("42")->state.items, 1);
}

TEST(reference_page, handles_commands) {
  varve::testing::virtual_clock time{varve::parse_time("2026-11-21T10:00:00Z").value()};
  varve::memory_store store{{.env = {.clock = &time}}};
  varve::token seen;
  std::string reason;
  // [handle]
  auto carts = varve::commands_for<decider>(store, {.attempts = 3});
  auto done = carts.handle("42", add_item{"apple", 3});
  if (done)
    seen = done->token;  // wait for it to read one's own write
  else if (done.error().code == varve::errc::rejected)
    reason = done.error().message;  // the domain said no
  // [/handle]
  EXPECT_EQ(seen.position, varve::position{1});

  // [context]
  varve::command_context context{
      .id = varve::command_id{"order-7/1", varve::parse_time("2026-11-21T10:00:00Z").value()},
      .occurred_at = varve::parse_time("2026-11-21T09:58:00Z").value(),
      .metadata = {.correlation_id = "order-7", .actor = "eve"}};
  auto first = carts.handle("42", add_item{"pear", 1}, context).value();
  auto again =
      carts.handle("42", add_item{"pear", 1}, context).value();  // again.replayed, and first's numbers
  // [/context]
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.token, first.token);

  // [pinned]
  auto shown = carts.state_of("42").value();
  auto paid = carts.handle("42", check_out{}, {}, {.on_conflict = varve::pinned{shown.last}});
  // [/pinned]
  EXPECT_TRUE(paid);

  const varve::timestamp then = varve::parse_time("2026-11-21T09:59:00Z").value();
  // [as-of]
  auto before = carts.state_of("42", varve::as_of::revision(varve::revision{0})).value();
  auto known = carts.state_of("42", varve::as_of::until_recorded(then)).value();
  auto happened = carts.state_of("42", varve::as_of::until_occurred(then)).value();
  // [/as-of]
  EXPECT_EQ(before.state.items, 3);
  EXPECT_FALSE(known.last);  // all was recorded at ten
  EXPECT_EQ(happened.state.items, 1);
}

TEST(reference_page, handles_several_commands_in_one_append) {
  varve::memory_store store;
  auto carts = varve::commands_for<decider>(store);
  std::vector<std::string> refused;
  // [batch]
  std::vector<varve::issued<std::variant<add_item, check_out>>> rows{
      {add_item{"apple", 3}}, {add_item{"pear", 0}}, {check_out{}}};
  auto done = carts.handle_all("42", rows, varve::on_refusal::skip).value();
  for (const auto& row : done.commands)
    if (!row) refused.push_back(row.error().message);
  // [/batch]
  EXPECT_EQ(refused, std::vector<std::string>{"quantity must be positive"});
  EXPECT_FALSE(done.commands[1]);
  EXPECT_EQ(carts.state_of("42")->state.items, 3);
}

TEST(reference_page, handles_many_streams_from_one_thread) {
  varve::memory_store store;
  auto carts = varve::commands_for<decider>(store);
  int failed = 0;
  // [loop]
  varve::command_loop loop;
  for (int i = 0; i < 1000; ++i)
    carts.handle(loop, std::to_string(i), add_item{"apple", 1}, {},
                 [&](const varve::result<varve::handled>& done) {
                   if (!done) ++failed;  // called by this thread, from handle, poll or drain
                 });
  loop.drain();
  // [/loop]
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(store.info()->streams, 1000);
}

}  // namespace page
