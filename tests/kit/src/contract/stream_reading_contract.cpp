#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

namespace stream_reading {

/// Five events in a, at positions 1, 2, 4, 5 and 7, between those of b.
void write_two_streams(subject& log) {
  for (int i = 0; i < 2; ++i) {
    log.write("a", 2);
    log.write("b");
  }
  log.write("a");
}

constexpr read_options backward{.direction = direction::backward};

}  // namespace stream_reading

VARVE_CONTRACT(stream_reading_contract, gives_the_events_of_one_stream_in_order) {
  stream_reading::write_two_streams(log);
  const page all = log->read_stream("a", revision{0}, {}, {}).value();
  EXPECT_EQ(places_of(all), (list{"1:a@0", "2:a@1", "4:a@2", "5:a@3", "7:a@4"}));
  EXPECT_EQ(all.scanned_revision(), revision{4});
  EXPECT_TRUE(all.at_end());
  EXPECT_EQ(all.head(), log.head()) << "of the log";
}

VARVE_CONTRACT(stream_reading_contract, begins_with_the_revision_asked_for) {
  stream_reading::write_two_streams(log);
  EXPECT_EQ(log.stream("a", revision{3}), (list{"5:a@3", "7:a@4"}));
  EXPECT_EQ(log.stream("a", revision{4}), list{"7:a@4"});
}

VARVE_CONTRACT(stream_reading_contract, gives_nothing_past_the_end_forward) {
  stream_reading::write_two_streams(log);
  ASSERT_EQ(log.stream("a").size(), 5U);
  for (const revision from : {revision{5}, revision{6}, revision::max()}) {
    const page none = log->read_stream("a", from, {}, {}).value();
    EXPECT_TRUE(none.empty());
    EXPECT_TRUE(none.at_end());
    EXPECT_FALSE(none.scanned_revision()) << "nothing was looked at";
  }
}

VARVE_CONTRACT(stream_reading_contract, reads_backward_from_the_end_or_from_a_revision) {
  stream_reading::write_two_streams(log);
  const page all = log->read_stream("a", revision::max(), {}, stream_reading::backward).value();
  EXPECT_EQ(places_of(all), (list{"7:a@4", "5:a@3", "4:a@2", "2:a@1", "1:a@0"}));
  EXPECT_EQ(all.scanned_revision(), revision{0});
  EXPECT_TRUE(all.at_end());
  EXPECT_EQ(log.stream_backward("a", revision{5}).size(), 5U) << "past the end it begins at the end";
  EXPECT_EQ(log.stream_backward("a", revision{1}), (list{"2:a@1", "1:a@0"}));
  EXPECT_EQ(log.stream_backward("a", revision{0}), list{"1:a@0"});
}

VARVE_CONTRACT(stream_reading_contract, a_limit_is_exact) {
  stream_reading::write_two_streams(log);
  for (std::size_t limit = 1; limit <= 5; ++limit) {
    const auto last = static_cast<std::int64_t>(limit) - 1;
    const page some = log->read_stream("a", revision{0}, {}, {.limit = limit}).value();
    EXPECT_EQ(some.size(), limit);
    EXPECT_EQ(some.at_end(), limit == 5);
    EXPECT_EQ(some.scanned_revision(), revision{last});
    const page back =
        log->read_stream("a", revision::max(), {}, {.direction = direction::backward, .limit = limit})
            .value();
    EXPECT_EQ(back.size(), limit);
    EXPECT_EQ(back.at_end(), limit == 5);
    EXPECT_EQ(back.scanned_revision(), revision{4 - last});
  }
}

VARVE_CONTRACT(stream_reading_contract, a_limit_of_zero_gives_and_looks_at_nothing) {
  stream_reading::write_two_streams(log);
  ASSERT_EQ(log.stream("a").size(), 5U);
  const page none = log->read_stream("a", revision{0}, {}, {.limit = 0}).value();
  EXPECT_TRUE(none.empty());
  EXPECT_FALSE(none.scanned_revision());
  EXPECT_FALSE(none.at_end());
  EXPECT_EQ(none.head(), log.head());
}

VARVE_CONTRACT(stream_reading_contract, a_stream_that_is_not_there_gives_no_events) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  for (const char* const name : {"b", "a-1", "$streams"}) {
    const page none = log->read_stream(name, revision{0}, {}, {}).value();
    EXPECT_TRUE(none.empty());
    EXPECT_TRUE(none.at_end());
    EXPECT_FALSE(none.scanned_revision());
    EXPECT_EQ(none.head(), log.head());
    EXPECT_FALSE(
        log->read_stream(name, revision::max(), {}, stream_reading::backward).value().scanned_revision());
  }
}

VARVE_CONTRACT(stream_reading_contract, gives_only_what_is_visible_and_counts_the_rest_as_looked_at) {
  stream_reading::write_two_streams(log);
  log.good(append_request::truncate("a", revision{3}));
  const page forward = log->read_stream("a", revision{0}, {}, {}).value();
  EXPECT_EQ(places_of(forward), (list{"5:a@3", "7:a@4"}));
  EXPECT_EQ(forward.scanned_revision(), revision{4});
  const page back = log->read_stream("a", revision::max(), {}, stream_reading::backward).value();
  EXPECT_EQ(places_of(back), (list{"7:a@4", "5:a@3"}));
  EXPECT_EQ(back.scanned_revision(), revision{0}) << "hidden ones included";
  EXPECT_TRUE(back.at_end());
  EXPECT_EQ(log.stream("a", revision{1}), (list{"5:a@3", "7:a@4"}));
}

VARVE_CONTRACT(stream_reading_contract, ends_with_the_last_visible_event_also_at_the_limit) {
  stream_reading::write_two_streams(log);
  log.good(append_request::truncate("a", revision{3}));
  ASSERT_EQ(log.stream("a").size(), 2U);
  const page back =
      log->read_stream("a", revision::max(), {}, {.direction = direction::backward, .limit = 2}).value();
  EXPECT_EQ(back.size(), 2U);
  EXPECT_TRUE(back.at_end()) << "nothing more that matches stands in that direction";
  EXPECT_EQ(back.scanned_revision(), revision{0});
}

VARVE_CONTRACT(stream_reading_contract, a_stream_that_is_hidden_altogether_was_looked_at) {
  log.write("a", 3);
  ASSERT_EQ(log.stream("a").size(), 3U);
  log.good(append_request::soft_delete("a"));
  const page none = log->read_stream("a", revision{0}, {}, {}).value();
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(none.at_end());
  EXPECT_EQ(none.scanned_revision(), revision{2});
}

VARVE_CONTRACT(stream_reading_contract, takes_filters) {
  log.good(to("a", {of_type("one"), tagged({"red"}), of_type("one"), noted()}));
  ASSERT_EQ(log.stream("a").size(), 4U);
  const page ones = log->read_stream("a", revision{0}, {.types = {"one"}}, {.limit = 1}).value();
  EXPECT_EQ(places_of(ones), list{"1:a@0"});
  EXPECT_FALSE(ones.at_end());
  const page second =
      log->read_stream("a", ones.scanned_revision().value_or(revision{}).next(), {.types = {"one"}}, {})
          .value();
  EXPECT_EQ(places_of(second), list{"3:a@2"});
  EXPECT_TRUE(second.at_end());
  EXPECT_EQ(second.scanned_revision(), revision{3});
  EXPECT_EQ(log.stream("a", {}, everything(), {.query = of({}, {"red"})}), list{"2:a@1"});
  EXPECT_EQ(log.stream("a", {}, everything(), {.categories = {"a"}}).size(), 4U);
  EXPECT_TRUE(log.stream("a", {}, everything(), {.categories = {"b"}}).empty());
  EXPECT_TRUE(log.stream("a", {}, everything(), {.prefix = "b"}).empty());
}

VARVE_CONTRACT(stream_reading_contract, reads_the_stream_of_changes_like_any_other) {
  log.write("a", 2);
  log.good(append_request::truncate("a", revision{1}));
  log.good(append_request::soft_delete("a"));
  EXPECT_EQ(log.stream("$streams"), (list{"3:$streams@0", "4:$streams@1"}));
  EXPECT_EQ(log.stream_backward("$streams"), (list{"4:$streams@1", "3:$streams@0"}));
}

VARVE_CONTRACT(stream_reading_contract, pages_of_any_size_give_each_event_once) {
  for (int i = 0; i < 10; ++i) {
    log.write("a", 3);
    log.write("b", 2);
  }
  log.good(append_request::truncate("a", revision{4}));
  const list all = log.stream("a");
  ASSERT_EQ(all.size(), 26U);
  for (const std::size_t limit : {1U, 5U, 26U, 27U}) {
    list given;
    for (revision from;;) {
      const page next = log->read_stream("a", from, {}, {.limit = limit}).value();
      for (const auto& place : places_of(next)) given.push_back(place);
      if (next.at_end() || !next.scanned_revision()) break;
      from = next.scanned_revision()->next();
    }
    EXPECT_EQ(given, all) << limit;
  }
}

VARVE_CONTRACT(stream_reading_contract, refuses_negative_revisions_and_whole_commits) {
  log.write("a");
  ASSERT_EQ(log.stream("a"), list{"1:a@0"});
  EXPECT_EQ(name_of(log->read_stream("a", revision{-1}, {}, {})), "invalid_argument");
  EXPECT_EQ(name_of(log->read_stream("a", revision{0}, {}, {.whole_commits = true})), "invalid_argument");
}

}  // namespace

suite<store_fixture> stream_reading_contract() {
  return {"stream_reading_contract",
          simulated,
          {VARVE_SHOWN(stream_reading_contract, gives_the_events_of_one_stream_in_order),
           VARVE_SHOWN(stream_reading_contract, begins_with_the_revision_asked_for),
           VARVE_SHOWN(stream_reading_contract, gives_nothing_past_the_end_forward),
           VARVE_SHOWN(stream_reading_contract, reads_backward_from_the_end_or_from_a_revision),
           VARVE_SHOWN(stream_reading_contract, a_limit_is_exact),
           VARVE_SHOWN(stream_reading_contract, a_limit_of_zero_gives_and_looks_at_nothing),
           VARVE_SHOWN(stream_reading_contract, a_stream_that_is_not_there_gives_no_events),
           VARVE_SHOWN(stream_reading_contract, gives_only_what_is_visible_and_counts_the_rest_as_looked_at),
           VARVE_SHOWN(stream_reading_contract, ends_with_the_last_visible_event_also_at_the_limit),
           VARVE_SHOWN(stream_reading_contract, a_stream_that_is_hidden_altogether_was_looked_at),
           VARVE_SHOWN(stream_reading_contract, takes_filters),
           VARVE_SHOWN(stream_reading_contract, reads_the_stream_of_changes_like_any_other),
           VARVE_SHOWN(stream_reading_contract, pages_of_any_size_give_each_event_once),
           VARVE_SHOWN(stream_reading_contract, refuses_negative_revisions_and_whole_commits)}};
}

}  // namespace varve::contract
