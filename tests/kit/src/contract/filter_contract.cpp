#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <algorithm>

namespace varve::contract {
namespace {

namespace filtering {

/// 1 cart-1 opened, 2 cart-1 added red small, 3 cart-2 opened red, 4 cartoon added small, 5 $streams
/// $deleted.
void write_a_mix(subject& log) {
  new_event added = tagged({"red", "small"});
  added.type = "added";
  log.good(to("cart-1", {of_type("opened"), added}));
  new_event opened = tagged({"red"});
  opened.type = "opened";
  log.good(to("cart-2", {opened}));
  added.tags = {"small"};
  log.good(to("cartoon", {added}));
  log.good(append_request::soft_delete("cart-2"));
}

/// The rule said again, as plainly as can be: what the stores are compared with.
bool wanted(const filter& which, const seen& one) {
  const auto among = [](const list& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  const bool reserved = one.stream.starts_with('$');
  bool named = !reserved || which.empty();
  if (!which.types.empty()) {
    if (!among(which.types, one.type)) return false;
    named = true;
  }
  if (!which.categories.empty()) {
    if (!among(which.categories, one.stream.substr(0, one.stream.find('-')))) return false;
    named = true;
  }
  if (!which.prefix.empty()) {
    if (one.stream.substr(0, which.prefix.size()) != which.prefix) return false;
    named = true;
  }
  if (which.query.items.empty()) return named;
  return std::ranges::any_of(which.query.items, [&](const query_item& item) {
    if (item.types.empty() ? reserved : !among(item.types, one.type)) return false;
    return std::ranges::all_of(item.tags, [&](const std::string& tag) { return among(one.tags, tag); });
  });
}

list some_of(subject& log, const list& names) {
  list out;
  for (const auto& name : names)
    if (log.random().below(3) == 0) out.push_back(name);
  return out;
}

filter any_filter(subject& log) {
  const list types{"opened", "added", "closed", "$deleted", "$truncated"};
  const list labels{"red", "small", "blue"};
  filter out;
  if (log.random().below(2) == 0) out.types = some_of(log, types);
  if (log.random().below(3) == 0) out.categories = some_of(log, {"cart", "cartoon", "$streams", "x"});
  if (log.random().below(3) == 0) out.prefix = list{"c", "cart-", "cart-1", "$", "z"}[log.random().below(5)];
  for (std::uint64_t items = log.random().below(3); items > 0; --items)
    out.query.items.push_back({some_of(log, types), some_of(log, labels)});
  return out;
}

}  // namespace filtering

VARVE_CONTRACT(filter_contract, an_empty_filter_gives_everything) {
  filtering::write_a_mix(log);
  EXPECT_EQ(log.places({}), (list{"1:cart-1@0", "2:cart-1@1", "3:cart-2@0", "4:cartoon@0", "5:$streams@0"}));
}

VARVE_CONTRACT(filter_contract, types_give_events_of_any_of_them) {
  filtering::write_a_mix(log);
  EXPECT_EQ(log.places({.types = {"opened"}}), (list{"1:cart-1@0", "3:cart-2@0"}));
  EXPECT_EQ(log.places({.types = {"opened", "added"}}).size(), 4U);
  EXPECT_TRUE(log.places({.types = {"open"}}).empty());
}

VARVE_CONTRACT(filter_contract, categories_end_before_the_first_hyphen) {
  filtering::write_a_mix(log);
  log.write("cart-1-2");
  log.write("-x");
  EXPECT_EQ(log.places({.categories = {"cart"}}),
            (list{"1:cart-1@0", "2:cart-1@1", "3:cart-2@0", "6:cart-1-2@0"}));
  EXPECT_EQ(log.places({.categories = {"cartoon"}}), list{"4:cartoon@0"})
      << "without one it is the whole name";
  EXPECT_EQ(log.places({.categories = {"cart", "cartoon"}}).size(), 5U);
  EXPECT_EQ(log.places({.categories = {""}}), list{"7:-x@0"});
}

VARVE_CONTRACT(filter_contract, a_prefix_is_that_of_the_streams_name) {
  filtering::write_a_mix(log);
  EXPECT_EQ(log.places({.prefix = "cart"}).size(), 4U);
  EXPECT_EQ(log.places({.prefix = "cart-"}).size(), 3U);
  EXPECT_EQ(log.places({.prefix = "cart-2"}), list{"3:cart-2@0"});
  EXPECT_TRUE(log.places({.prefix = "art"}).empty());
}

VARVE_CONTRACT(filter_contract, a_query_gives_events_that_match_any_of_its_items) {
  filtering::write_a_mix(log);
  EXPECT_EQ(log.places({.query = of({}, {"red"})}), (list{"2:cart-1@1", "3:cart-2@0"}));
  EXPECT_EQ(log.places({.query = of({}, {"small", "red"})}), list{"2:cart-1@1"});
  EXPECT_EQ(log.places({.query = of({"opened"}, {"red"})}), list{"3:cart-2@0"});
  query either = of({"opened"}, {"red"});
  either.items.push_back({{"added"}, {"small"}});
  EXPECT_EQ(log.places({.query = either}), (list{"2:cart-1@1", "3:cart-2@0", "4:cartoon@0"}));
}

VARVE_CONTRACT(filter_contract, the_parts_are_joined_by_and) {
  filtering::write_a_mix(log);
  EXPECT_EQ(log.places({.types = {"opened"}, .query = of({}, {"red"})}), list{"3:cart-2@0"});
  EXPECT_EQ(log.places({.types = {"added"}, .categories = {"cart"}}), list{"2:cart-1@1"});
  EXPECT_EQ(log.places({.types = {"added"}, .prefix = "carto", .query = of({}, {"small"})}),
            list{"4:cartoon@0"});
  EXPECT_TRUE(log.places({.types = {"opened"}, .query = of({"added"})}).empty());
}

VARVE_CONTRACT(filter_contract, reserved_events_do_not_pass_a_filter_that_does_not_name_them) {
  filtering::write_a_mix(log);
  log.good(append_request::hard_delete("cart-1"));
  log.good(append_request::truncate("cartoon", revision{1}));
  ASSERT_EQ(log.places().size(), 7U);
  const auto reserved_in = [&](const filter& which) {
    return std::ranges::count_if(log.places(which), [](const std::string& place) {
      return place.find("$streams") != std::string::npos;
    });
  };
  EXPECT_EQ(reserved_in({.types = {"opened", "added"}}), 0);
  EXPECT_EQ(reserved_in({.categories = {"cart", "streams"}}), 0);
  EXPECT_EQ(reserved_in({.prefix = "cart"}), 0);
  EXPECT_EQ(reserved_in({.query = of({})}), 0) << "an item without types";
  EXPECT_EQ(reserved_in({.query = of({"opened"})}), 0);
  EXPECT_EQ(reserved_in({.prefix = "$", .query = of({})}), 0);
  EXPECT_EQ(log.places({.query = of({})}).size(), 4U);
}

VARVE_CONTRACT(filter_contract, reserved_events_pass_through_a_type_category_or_prefix_that_names_them) {
  filtering::write_a_mix(log);
  const list change{"5:$streams@0"};
  EXPECT_EQ(log.places({.types = {"$deleted"}}), change);
  EXPECT_EQ(log.places({.categories = {"$streams"}}), change);
  EXPECT_EQ(log.places({.prefix = "$"}), change);
  EXPECT_EQ(log.places({.query = of({"$deleted"})}), change);
  EXPECT_EQ(log.places({.types = {"$deleted"}, .query = of({"$deleted"})}), change);
  EXPECT_EQ(log.places({.types = {"$deleted", "added"}}),
            (list{"2:cart-1@1", "4:cartoon@0", "5:$streams@0"}));
  EXPECT_TRUE(log.places({.types = {"$tombstoned"}}).empty());
}

VARVE_CONTRACT(filter_contract, hidden_events_pass_like_all_others) {
  filtering::write_a_mix(log);
  EXPECT_EQ(log.places({.prefix = "cart-2"}), list{"3:cart-2@0"}) << "it is deleted";
}

VARVE_CONTRACT(filter_contract, what_was_scanned_holds_no_match_that_was_not_given) {
  for (int i = 0; i < 10; ++i) {
    log.write("a", 3);
    log.good(to("b", {of_type("rare")}));
  }
  const list all = log.places({.types = {"rare"}});
  ASSERT_EQ(all.size(), 10U);
  for (const std::size_t limit : {1U, 3U, 10U, 11U}) {
    list given;
    for (token after = token::start();;) {
      const page next = log->read_log(after, {.types = {"rare"}}, {.limit = limit}).value();
      for (const auto& place : places_of(next)) given.push_back(place);
      ASSERT_TRUE(next.scanned());
      EXPECT_LE(next.size(), limit);
      after.position = next.scanned()->position;
      if (next.at_end()) break;
    }
    EXPECT_EQ(given, all) << limit;
    EXPECT_EQ(log.head().position, position{40});
  }
}

VARVE_CONTRACT(filter_contract, tells_the_end_exactly_and_has_then_scanned_to_the_head) {
  log.good(to("a", {of_type("rare"), noted(), of_type("rare"), noted()}));
  ASSERT_EQ(log.places().size(), 4U);
  const filter rare{.types = {"rare"}};
  const page first = log->read_log(token::start(), rare, {.limit = 1}).value();
  EXPECT_FALSE(first.at_end());
  const page both = log->read_log(token::start(), rare, {.limit = 2}).value();
  EXPECT_TRUE(both.at_end()) << "nothing more that matches follows";
  ASSERT_TRUE(both.scanned());
  EXPECT_EQ(both.scanned()->position, position{4});
  const page none = log->read_log(token::start(), {.types = {"absent"}}, {}).value();
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(none.at_end());
  ASSERT_TRUE(none.scanned());
  EXPECT_EQ(none.scanned()->position, position{4});
  const page back = log->read_log(token::end(), rare, {.direction = direction::backward, .limit = 2}).value();
  EXPECT_EQ(places_of(back), (list{"3:a@2", "1:a@0"}));
  EXPECT_TRUE(back.at_end());
  ASSERT_TRUE(back.scanned());
  EXPECT_EQ(back.scanned()->position, position{1});
}

VARVE_CONTRACT(filter_contract, gives_what_the_rule_says_for_a_thousand_filters) {
  const list streams{"cart-1", "cart-2", "cartoon", "x"};
  const list types{"opened", "added", "closed"};
  for (int i = 0; i < 150; ++i) {
    const auto& stream = streams[log.random().below(streams.size())];
    new_event event = noted();
    event.type = types[log.random().below(types.size())];
    for (const auto& label : filtering::some_of(log, {"red", "small", "blue"})) event.tags.add(label).value();
    log.good(to(stream, {event}));
    if (log.random().below(10) == 0) log.good(append_request::truncate(stream, revision{1}));
    if (log.random().below(20) == 0) log.good(append_request::soft_delete(stream));
  }
  const auto all = log.events();
  ASSERT_GT(all.size(), 150U);
  for (int i = 0; i < 1000; ++i) {
    const filter which = filtering::any_filter(log);
    list expected_places;
    for (const auto& one : all)
      if (filtering::wanted(which, one)) expected_places.push_back(one.place());
    ASSERT_EQ(log.places(which), expected_places) << "filter " << i;
    list back = log.places(which, everything(direction::backward));
    std::ranges::reverse(back);
    ASSERT_EQ(back, expected_places) << "backward, filter " << i;
  }
}

VARVE_CONTRACT(filter_contract, refuses_malformed_names) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  for (const filter& which : {filter{.types = {""}}, filter{.types = {"a\n"}}, filter{.categories = {"\xFF"}},
                              filter{.prefix = std::string(256, 'x')}, filter{.query = of({"\x7F"})},
                              filter{.query = of({}, {""})}}) {
    EXPECT_EQ(name_of(log->read_log(token::start(), which, {})), "invalid_argument");
    EXPECT_EQ(name_of(log->read_stream("a", revision{}, which, {})), "invalid_argument");
  }
}

}  // namespace

suite<store_fixture> filter_contract() {
  return {
      "filter_contract",
      simulated,
      {VARVE_SHOWN(filter_contract, an_empty_filter_gives_everything),
       VARVE_SHOWN(filter_contract, types_give_events_of_any_of_them),
       VARVE_SHOWN(filter_contract, categories_end_before_the_first_hyphen),
       VARVE_SHOWN(filter_contract, a_prefix_is_that_of_the_streams_name),
       VARVE_SHOWN(filter_contract, a_query_gives_events_that_match_any_of_its_items),
       VARVE_SHOWN(filter_contract, the_parts_are_joined_by_and),
       VARVE_SHOWN(filter_contract, reserved_events_do_not_pass_a_filter_that_does_not_name_them),
       VARVE_SHOWN(filter_contract, reserved_events_pass_through_a_type_category_or_prefix_that_names_them),
       VARVE_SHOWN(filter_contract, hidden_events_pass_like_all_others),
       VARVE_SHOWN(filter_contract, what_was_scanned_holds_no_match_that_was_not_given),
       VARVE_SHOWN(filter_contract, tells_the_end_exactly_and_has_then_scanned_to_the_head),
       VARVE_SHOWN(filter_contract, gives_what_the_rule_says_for_a_thousand_filters),
       VARVE_SHOWN(filter_contract, refuses_malformed_names)}};
}

}  // namespace varve::contract
