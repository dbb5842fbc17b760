#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

namespace log_reading {

/// Three commits: 1 to 2 in a, 3 to 5 in b, 6 in a.
void write_three_commits(subject& log) {
  log.write("a", 2);
  log.write("b", 3);
  log.write("a", 1);
}

token behind(std::int64_t place) {
  return {{}, position{place}};
}

position scanned_on(const page& from) {
  return from.scanned() ? from.scanned()->position : position{-1};
}

position edge_of(const page& from) {
  return from.edge() ? from.edge()->position : position{-1};
}

constexpr position nothing{-1};

}  // namespace log_reading

VARVE_CONTRACT(log_reading_contract, gives_the_whole_log_in_order) {
  log_reading::write_three_commits(log);
  const page all = log->read_log(token::start(), {}, {}).value();
  ASSERT_EQ(places_of(all), (list{"1:a@0", "2:a@1", "3:b@0", "4:b@1", "5:b@2", "6:a@2"}));
  EXPECT_EQ(all.head(), log.head());
  EXPECT_TRUE(all.at_end());
  ASSERT_TRUE(all.scanned());
  EXPECT_EQ(all.scanned()->position, position{6});
  EXPECT_EQ(all.scanned()->id, all[5].id);
  EXPECT_EQ(all.edge(), all.scanned());
}

VARVE_CONTRACT(log_reading_contract, begins_behind_its_token) {
  log_reading::write_three_commits(log);
  EXPECT_EQ(places_of(log->read_log(log_reading::behind(4), {}, {}).value()), (list{"5:b@2", "6:a@2"}));
  const token stated{log.head().epoch, position{5}};
  EXPECT_EQ(places_of(log->read_log(stated, {}, {}).value()), list{"6:a@2"});
}

VARVE_CONTRACT(log_reading_contract, gives_nothing_behind_the_head) {
  log_reading::write_three_commits(log);
  ASSERT_EQ(log.places().size(), 6U);
  for (const token& after : {log.head(), log_reading::behind(6), log_reading::behind(1000), token::end()}) {
    const page none = log->read_log(after, {}, {}).value();
    EXPECT_TRUE(none.empty());
    EXPECT_TRUE(none.at_end());
    EXPECT_FALSE(none.scanned()) << "nothing was looked at";
    EXPECT_FALSE(none.edge());
    EXPECT_EQ(none.head(), log.head());
  }
}

VARVE_CONTRACT(log_reading_contract, reads_backward_from_the_end) {
  log_reading::write_three_commits(log);
  const page all = log->read_log(token::end(), {}, {.direction = direction::backward}).value();
  EXPECT_EQ(places_of(all), (list{"6:a@2", "5:b@2", "4:b@1", "3:b@0", "2:a@1", "1:a@0"}));
  EXPECT_TRUE(all.at_end());
  EXPECT_EQ(log_reading::scanned_on(all), position{1});
  EXPECT_EQ(all.head(), log.head());
}

VARVE_CONTRACT(log_reading_contract, reads_backward_from_before_its_token) {
  log_reading::write_three_commits(log);
  const read_options backward{.direction = direction::backward};
  EXPECT_EQ(places_of(log->read_log(log_reading::behind(3), {}, backward).value()), (list{"2:a@1", "1:a@0"}));
  EXPECT_EQ(places_of(log->read_log({log.head().epoch, position{2}}, {}, backward).value()), list{"1:a@0"});
  EXPECT_EQ(log->read_log({log.head().epoch, position{7}}, {}, backward).value().size(), 6U)
      << "the place before it is the head";
  EXPECT_EQ(log->read_log(log_reading::behind(1000), {}, backward).value().size(), 6U) << "from the end";
  const page none = log->read_log(log_reading::behind(1), {}, backward).value();
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(none.at_end());
  EXPECT_FALSE(none.scanned());
}

VARVE_CONTRACT(log_reading_contract, an_empty_log_shows_that_nothing_was_looked_at) {
  for (const direction way : {direction::forward, direction::backward}) {
    const token from = way == direction::forward ? token::start() : token::end();
    const page none = log->read_log(from, {}, {.direction = way}).value();
    EXPECT_TRUE(none.empty());
    EXPECT_FALSE(none.scanned());
    EXPECT_FALSE(none.edge());
    EXPECT_TRUE(none.at_end());
    EXPECT_EQ(none.head().position, position{0});
    EXPECT_TRUE(none.head().epoch.stated());
  }
  log.write("a");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(log_reading_contract, a_limit_is_exact_also_inside_a_commit) {
  log_reading::write_three_commits(log);
  for (std::size_t limit = 1; limit <= 6; ++limit) {
    const page some = log->read_log(token::start(), {}, {.limit = limit}).value();
    EXPECT_EQ(some.size(), limit);
    EXPECT_EQ(some.at_end(), limit == 6);
    EXPECT_EQ(log_reading::scanned_on(some), position{static_cast<std::int64_t>(limit)});
    const page back =
        log->read_log(token::end(), {}, {.direction = direction::backward, .limit = limit}).value();
    EXPECT_EQ(back.size(), limit);
    EXPECT_EQ(back.at_end(), limit == 6);
    EXPECT_EQ(log_reading::scanned_on(back), position{static_cast<std::int64_t>(7 - limit)});
  }
}

VARVE_CONTRACT(log_reading_contract, a_page_holds_a_thousand_events_unless_told_otherwise) {
  log.write("a", 1500);
  const page first = log->read_log(token::start(), {}, {}).value();
  EXPECT_EQ(first.size(), 1000U);
  EXPECT_FALSE(first.at_end());
  EXPECT_EQ(log->read_stream("a", {}, {}, {}).value().size(), 1000U);
  EXPECT_EQ(log.places().size(), 1500U);
}

VARVE_CONTRACT(log_reading_contract, the_edge_is_the_last_place_looked_at_that_ends_a_commit) {
  log_reading::write_three_commits(log);
  ASSERT_EQ(log.places().size(), 6U);
  const auto edge = [&](std::int64_t after, std::size_t limit) {
    return log_reading::edge_of(log->read_log(log_reading::behind(after), {}, {.limit = limit}).value());
  };
  EXPECT_EQ(edge(0, 1), log_reading::nothing);
  EXPECT_EQ(edge(0, 2), position{2});
  EXPECT_EQ(edge(0, 4), position{2});
  EXPECT_EQ(edge(0, 5), position{5});
  EXPECT_EQ(edge(2, 2), log_reading::nothing);
  EXPECT_EQ(edge(3, 1000), position{6});
}

VARVE_CONTRACT(log_reading_contract, a_limit_of_zero_gives_and_looks_at_nothing) {
  log_reading::write_three_commits(log);
  ASSERT_EQ(log.places().size(), 6U);
  for (const direction way : {direction::forward, direction::backward}) {
    const token from = way == direction::forward ? token::start() : token::end();
    const page none = log->read_log(from, {}, {.direction = way, .limit = 0}).value();
    EXPECT_TRUE(none.empty());
    EXPECT_FALSE(none.scanned());
    EXPECT_FALSE(none.at_end()) << "more stands in that direction";
    EXPECT_EQ(none.head(), log.head());
  }
}

VARVE_CONTRACT(log_reading_contract, pages_of_any_size_give_each_event_once_in_either_direction) {
  for (std::size_t i = 0; i < 12; ++i) log.write(i % 3 == 0 ? "a" : "b", 1 + i % 4);
  const list all = log.places();
  ASSERT_EQ(all.size(), 30U);
  for (const std::size_t limit : {1U, 2U, 7U, 29U, 30U, 31U}) {
    list given;
    for (token after = token::start();;) {
      const page next = log->read_log(after, {}, {.limit = limit}).value();
      for (const auto& place : places_of(next)) given.push_back(place);
      if (next.at_end() || !next.scanned()) break;
      after.position = next.scanned()->position;
    }
    EXPECT_EQ(given, all) << "forward, " << limit;
    given.clear();
    for (token before = token::end();;) {
      const page next = log->read_log(before, {}, {.direction = direction::backward, .limit = limit}).value();
      for (const auto& place : places_of(next)) given.insert(given.begin(), place);
      if (next.at_end() || !next.scanned()) break;
      before.position = next.scanned()->position;
    }
    EXPECT_EQ(given, all) << "backward, " << limit;
  }
}

VARVE_CONTRACT(log_reading_contract, whole_commits_end_a_page_with_a_commit) {
  log_reading::write_three_commits(log);
  ASSERT_EQ(log.places().size(), 6U);
  const auto sizes = [&](std::size_t limit) {
    std::vector<std::size_t> out;
    for (token after = token::start(); out.size() < 10;) {
      const page next = log->read_log(after, {}, {.limit = limit, .whole_commits = true}).value();
      if (!next.scanned()) break;
      EXPECT_EQ(next.edge(), next.scanned());
      out.push_back(next.size());
      after.position = next.scanned()->position;
    }
    return out;
  };
  EXPECT_EQ(sizes(1), (std::vector<std::size_t>{2, 3, 1})) << "a page grows to hold one commit";
  EXPECT_EQ(sizes(3), (std::vector<std::size_t>{2, 3, 1}));
  EXPECT_EQ(sizes(5), (std::vector<std::size_t>{5, 1}));
  EXPECT_EQ(sizes(6), std::vector<std::size_t>{6});
  EXPECT_EQ(sizes(1000), std::vector<std::size_t>{6});
}

VARVE_CONTRACT(log_reading_contract, whole_commits_go_on_where_nothing_matches) {
  log_reading::write_three_commits(log);
  log.good(to("c", {of_type("rare")}));
  ASSERT_EQ(log.places().size(), 7U);
  list given;
  position scanned;
  for (token after = token::start(); after.position < position{7};) {
    const page next = log->read_log(after, {.types = {"rare"}}, {.limit = 1, .whole_commits = true}).value();
    for (const auto& place : places_of(next)) given.push_back(place);
    ASSERT_TRUE(next.scanned());
    ASSERT_GT(next.scanned()->position, after.position);
    after.position = scanned = next.scanned()->position;
  }
  EXPECT_EQ(given, list{"7:c@0"});
  EXPECT_EQ(scanned, position{7});
}

VARVE_CONTRACT(log_reading_contract, whole_commits_are_read_forward_only) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  EXPECT_EQ(
      name_of(log->read_log(token::end(), {}, {.direction = direction::backward, .whole_commits = true})),
      "invalid_argument");
}

VARVE_CONTRACT(log_reading_contract, the_unfiltered_log_holds_hidden_and_reserved_events) {
  log.write("a", 2);
  log.good(append_request::soft_delete("a"));
  log.good(append_request::truncate("b", revision{0}));
  log.good(append_request::hard_delete("a"));
  EXPECT_EQ(log.places(), (list{"1:a@0", "2:a@1", "3:$streams@0", "4:$streams@1", "5:$streams@2"}));
  EXPECT_EQ(log.places({}, everything(direction::backward)).size(), 5U);
}

VARVE_CONTRACT(log_reading_contract, a_page_owns_its_bytes) {
  new_event event = tagged({"red"});
  event.data = "\"" + std::string(100'000, 'x') + "\"";
  event.metadata = R"({"actor":"me"})";
  log.good(to("a", {event, noted()}));
  const page kept = log->read_log(token::start(), {}, {}).value();
  ASSERT_EQ(kept.size(), 2U);
  ASSERT_NE(kept[0].content_digest, nullptr);
  log->close(closing::finish);
  EXPECT_EQ(kept[0].data, event.data);
  EXPECT_EQ(kept[0].metadata, event.metadata);
  EXPECT_TRUE(kept[0].tags.contains("red"));
  EXPECT_EQ(kept[0].stream.name(), "a");
  EXPECT_EQ(*kept[0].content_digest,
            content_digest("a", "noted", "application/json", event.data, event.tags.view()));
  for (const auto& one : kept) {
    unsigned sum = 0;  // a vectorised parser reads so far; the sanitizer would complain
    for (std::size_t i = 0; i < one.data.size() + 64; ++i)
      sum += static_cast<unsigned char>(one.data.data()[i]);
    EXPECT_GT(sum, 0U);
  }
}

VARVE_CONTRACT(log_reading_contract, refuses_negative_positions) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  EXPECT_EQ(name_of(log->read_log(log_reading::behind(-1), {}, {})), "invalid_argument");
}

}  // namespace

suite<store_fixture> log_reading_contract() {
  return {"log_reading_contract",
          simulated,
          {VARVE_SHOWN(log_reading_contract, gives_the_whole_log_in_order),
           VARVE_SHOWN(log_reading_contract, begins_behind_its_token),
           VARVE_SHOWN(log_reading_contract, gives_nothing_behind_the_head),
           VARVE_SHOWN(log_reading_contract, reads_backward_from_the_end),
           VARVE_SHOWN(log_reading_contract, reads_backward_from_before_its_token),
           VARVE_SHOWN(log_reading_contract, an_empty_log_shows_that_nothing_was_looked_at),
           VARVE_SHOWN(log_reading_contract, a_limit_is_exact_also_inside_a_commit),
           VARVE_SHOWN(log_reading_contract, a_page_holds_a_thousand_events_unless_told_otherwise),
           VARVE_SHOWN(log_reading_contract, the_edge_is_the_last_place_looked_at_that_ends_a_commit),
           VARVE_SHOWN(log_reading_contract, a_limit_of_zero_gives_and_looks_at_nothing),
           VARVE_SHOWN(log_reading_contract, pages_of_any_size_give_each_event_once_in_either_direction),
           VARVE_SHOWN(log_reading_contract, whole_commits_end_a_page_with_a_commit),
           VARVE_SHOWN(log_reading_contract, whole_commits_go_on_where_nothing_matches),
           VARVE_SHOWN(log_reading_contract, whole_commits_are_read_forward_only),
           VARVE_SHOWN(log_reading_contract, the_unfiltered_log_holds_hidden_and_reserved_events),
           VARVE_SHOWN(log_reading_contract, a_page_owns_its_bytes),
           VARVE_SHOWN(log_reading_contract, refuses_negative_positions)}};
}

}  // namespace varve::contract
