#include <varve/core/stream_changes.hpp>
#include <varve/core/visit_event.hpp>

#include "cart.hpp"
#include "stored_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Writes down what it is given: `name part`.
template<class Family>
std::vector<std::string> visited(const varve::event_view& view) {
  std::vector<std::string> out;
  const auto visitor = [&](const auto& event) {
    out.push_back(std::string(event->event_name) + ' ' + std::to_string(event.part()));
  };
  varve::visit_event<Family>(view, visitor).value();
  return out;
}

TEST(visit_event, gives_the_event_decoded_together_with_its_place) {
  const auto events = stored_events{"cart-7"}.add("cart.item-added", R"({"sku":"apple","quantity":3})");
  int calls = 0;
  struct visitor {
    int& calls;
    void operator()(const varve::recorded<cart::item_added>& e) const {
      ++calls;
      EXPECT_EQ(e->sku, "apple");
      EXPECT_EQ((*e).quantity, 3);
      EXPECT_EQ(e.position(), varve::position{1});
      EXPECT_EQ(e.stream().id(), "7");
      EXPECT_EQ(e.part(), 0);
    }
    void operator()(const varve::recorded<cart::checked_out>&) const { FAIL(); }
  };
  EXPECT_TRUE(varve::visit_event<cart::event>(events.last(), visitor{calls}));
  EXPECT_EQ(calls, 1);
}

TEST(visit_event, reads_the_binary_format_by_its_content_type) {
  std::string data;
  varve::encode(cart::item_added{"pear", 4}, varve::format::binary, data).value();
  const auto events = stored_events{}.add("cart.item-added", data, varve::binary_content_type);
  int quantity = 0;
  const auto visitor = [&]<class E>(const varve::recorded<E>& e) {
    if constexpr (std::is_same_v<E, cart::item_added>) quantity = e->quantity;
  };
  EXPECT_TRUE(varve::visit_event<cart::event>(events.last(), visitor));
  EXPECT_EQ(quantity, 4);
}

TEST(visit_event, follows_a_chain_of_upcasters) {
  const auto events = stored_events{}.add(cart::item_added_v1{"old"});
  std::string sku;
  const auto visitor = [&]<class E>(const varve::recorded<E>& e) {
    if constexpr (std::is_same_v<E, cart::item_added>) sku = e->sku;
  };
  EXPECT_TRUE(varve::visit_event<cart::family>(events.last(), visitor));
  EXPECT_EQ(sku, "old");
}

TEST(visit_event, gives_the_parts_of_a_split_event_in_order_with_their_numbers) {
  EXPECT_THAT(visited<cart::family>(stored_events{}.add(cart::bundle_bought{"a", "b"}).last()),
              ElementsAre("cart.item-added 0", "cart.item-added 1", "cart.checked-out 2"));
}

TEST(visit_event, gives_nothing_for_an_event_that_was_dropped) {
  EXPECT_THAT(visited<cart::family>(stored_events{}.add(cart::page_seen{}).last()), ElementsAre());
}

TEST(visit_event, gives_whichever_event_an_upcaster_chose) {
  EXPECT_THAT(visited<cart::family>(stored_events{}.add(cart::changed{0}).last()),
              ElementsAre("cart.checked-out 0"));
  EXPECT_THAT(visited<cart::family>(stored_events{}.add(cart::changed{2}).last()),
              ElementsAre("cart.item-added 0"));
}

TEST(visit_event, answers_an_unknown_name_with_an_error_that_says_what_and_where) {
  const auto events = stored_events{"cart-7"}.add(cart::checked_out{}).add("cart.renamed", "{}");
  const auto answer = varve::visit_event<cart::family>(events.last(), [](const auto&) { FAIL(); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, varve::errc::unknown_event);
  EXPECT_THAT(answer.error().message,
              HasSubstr("'cart.renamed' at position 2 (stream 'cart-7', revision 1)"));
}

TEST(visit_event, answers_data_that_do_not_fit_with_an_error_that_names_member_and_place) {
  const auto events = stored_events{"cart-7"}.add("cart.item-added", R"({"sku":"apple","quantity":"three"})");
  const auto answer = varve::visit_event<cart::family>(events.last(), [](const auto&) { FAIL(); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, varve::errc::undecodable);
  EXPECT_THAT(answer.error().message,
              HasSubstr("'cart.item-added' at position 1 (stream 'cart-7', revision 0)"));
  EXPECT_THAT(answer.error().message, HasSubstr("quantity"));
}

TEST(visit_event, answers_data_of_a_retired_shape_that_do_not_fit_in_the_same_way) {
  const auto events = stored_events{}.add("cart.added", R"({"code":7})");
  const auto answer = varve::visit_event<cart::family>(events.last(), [](const auto&) { FAIL(); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, varve::errc::undecodable);
  EXPECT_THAT(answer.error().message, HasSubstr("'cart.added'"));
}

TEST(visit_event, ends_with_the_error_of_its_visitor_and_gives_no_further_parts) {
  int calls = 0;
  const auto visitor = [&](const auto&) -> varve::result<void> {
    ++calls;
    return varve::error{varve::errc::handler_threw, "enough"};
  };
  const auto answer =
      varve::visit_event<cart::family>(stored_events{}.add(cart::bundle_bought{}).last(), visitor);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "enough");
  EXPECT_EQ(calls, 1);
}

using checkouts = varve::only<cart::family, cart::checked_out>;

TEST(only, asks_for_its_events_and_every_retired_shape_that_can_become_one) {
  EXPECT_THAT(varve::event_names<checkouts>(),
              ElementsAre("cart.checked-out", "cart.bundle-bought", "cart.changed"));
}

TEST(only, leaves_the_rest_of_the_family_aside_and_keeps_the_numbers_of_parts) {
  EXPECT_THAT(visited<checkouts>(stored_events{}.add(cart::bundle_bought{"a", "b"}).last()),
              ElementsAre("cart.checked-out 2"));
}

TEST(only, answers_an_event_that_it_did_not_ask_for_as_unknown) {
  const auto events = stored_events{}.add(cart::item_added{"a", 1});
  EXPECT_EQ(varve::visit_event<checkouts>(events.last(), [](const auto&) {}).error().code,
            varve::errc::unknown_event);
}

TEST(stream_changes, are_types_of_the_library) {
  const auto events = stored_events{"$streams"}.add("$truncated", R"({"stream":"cart-7","before":12})");
  struct visitor {
    void operator()(const varve::recorded<varve::stream_truncated>& e) const {
      EXPECT_EQ(e->stream, "cart-7");
      EXPECT_EQ(e->before, varve::revision{12});
    }
    void operator()(const varve::recorded<varve::stream_deleted>&) const { FAIL(); }
    void operator()(const varve::recorded<varve::stream_tombstoned>&) const { FAIL(); }
  };
  EXPECT_TRUE(varve::visit_event<varve::stream_changes>(events.last(), visitor{}));
}

TEST(stream_changes, reach_only_a_family_that_lists_them) {
  const auto events = stored_events{"$streams"}.add("$deleted", R"({"stream":"cart-7","before":1})");
  EXPECT_EQ(visited<varve::stream_changes>(events.last()).size(), 1U);
  EXPECT_EQ((visited<varve::events<cart::family, varve::stream_deleted>>(events.last()).size()), 1U);
  EXPECT_FALSE(varve::handles<cart::family>("$deleted"));
}

}  // namespace
