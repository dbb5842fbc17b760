#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

namespace varve::contract {
namespace {

namespace listing {

/// `NAME@LAST EVENTS`, with `deleted` behind it where it is.
list streams_of(const stream_listing& from) {
  list out;
  for (const auto& one : from.streams)
    out.push_back(one.stream + '@' + std::to_string(one.revision.value()) + ' ' + std::to_string(one.events) +
                  (one.deleted ? " deleted" : ""));
  return out;
}

list streams_of(subject& log, const stream_range& range = {}) {
  return streams_of(log->list_streams(range).value());
}

}  // namespace listing

VARVE_CONTRACT(listing_contract, gives_streams_in_byte_order_of_their_names) {
  for (const char* const name : {"b", "a-2", "\xC3\xA9", "a", "B", "a-10"}) log.write(name);
  EXPECT_EQ(listing::streams_of(log),
            (list{"B@0 1", "a@0 1", "a-10@0 1", "a-2@0 1", "b@0 1", "\xC3\xA9@0 1"}));
  EXPECT_TRUE(log->list_streams({}).value().end);
}

VARVE_CONTRACT(listing_contract, shows_the_last_revision_and_how_many_events_a_read_would_give) {
  log.write("a", 3);
  log.write("truncated", 5);
  log.good(append_request::truncate("truncated", revision{2}));
  log.write("deleted", 4);
  log.good(append_request::soft_delete("deleted"));
  log.write("revived", 2);
  log.good(append_request::soft_delete("revived"));
  log.write("revived", 1);
  log.write("closed", 6);
  log.good(append_request::hard_delete("closed"));
  EXPECT_EQ(listing::streams_of(log),
            (list{"a@2 3", "closed@5 0 deleted", "deleted@3 0 deleted", "revived@2 1", "truncated@4 3"}));
}

VARVE_CONTRACT(listing_contract, leaves_out_reserved_streams_and_names_that_were_never_written) {
  log.write("a");
  log.good(append_request::soft_delete("never"));
  log.good(append_request::truncate("nor-this", revision{3}));
  log.good(append_request::hard_delete("closed"));
  log.loses(to("lost", several(1), revision{1}));
  EXPECT_EQ(listing::streams_of(log), list{"a@0 1"});
  EXPECT_TRUE(listing::streams_of(log, {.prefix = "$"}).empty());
  EXPECT_EQ(log->info().value().streams, 1);
}

VARVE_CONTRACT(listing_contract, gives_those_with_a_prefix_behind_a_name) {
  for (const char* const name : {"a", "cart-1", "cart-2", "cart-3", "d"}) log.write(name);
  EXPECT_EQ(listing::streams_of(log, {.prefix = "cart-"}), (list{"cart-1@0 1", "cart-2@0 1", "cart-3@0 1"}));
  EXPECT_EQ(listing::streams_of(log, {.after = "cart-2"}), (list{"cart-3@0 1", "d@0 1"}));
  EXPECT_EQ(listing::streams_of(log, {.prefix = "cart-", .after = "cart-1"}),
            (list{"cart-2@0 1", "cart-3@0 1"}));
  EXPECT_EQ(listing::streams_of(log, {.prefix = "cart-", .after = "b"}).size(), 3U);
  EXPECT_TRUE(listing::streams_of(log, {.prefix = "cart-", .after = "d"}).empty());
  EXPECT_EQ(listing::streams_of(log, {.after = "cart-15"}).size(), 3U) << "the name need not be there";
}

VARVE_CONTRACT(listing_contract, a_limit_is_exact_and_the_end_is_told) {
  for (const char* const name : {"a", "b", "c"}) log.write(name);
  ASSERT_EQ(listing::streams_of(log).size(), 3U);
  for (std::size_t limit = 0; limit <= 4; ++limit) {
    const stream_listing some = log->list_streams({.limit = limit}).value();
    EXPECT_EQ(some.streams.size(), std::min<std::size_t>(limit, 3));
    EXPECT_EQ(some.end, limit >= 3);
  }
  list given;
  for (stream_range next{.limit = 1};;) {
    const stream_listing one = log->list_streams(next).value();
    for (const auto& stream : one.streams) given.push_back(next.after = stream.stream);
    if (one.end || one.streams.empty()) break;
  }
  EXPECT_EQ(given, (list{"a", "b", "c"}));
}

VARVE_CONTRACT(listing_contract, refuses_malformed_names) {
  log.write("a");
  ASSERT_EQ(listing::streams_of(log), list{"a@0 1"});
  EXPECT_EQ(name_of(log->list_streams({.prefix = "\x01"})), "invalid_argument");
  EXPECT_EQ(name_of(log->list_streams({.after = "\xFF"})), "invalid_argument");
}

}  // namespace

suite<store_fixture> listing_contract() {
  return {"listing_contract",
          simulated,
          {VARVE_SHOWN(listing_contract, gives_streams_in_byte_order_of_their_names),
           VARVE_SHOWN(listing_contract, shows_the_last_revision_and_how_many_events_a_read_would_give),
           VARVE_SHOWN(listing_contract, leaves_out_reserved_streams_and_names_that_were_never_written),
           VARVE_SHOWN(listing_contract, gives_those_with_a_prefix_behind_a_name),
           VARVE_SHOWN(listing_contract, a_limit_is_exact_and_the_end_is_told),
           VARVE_SHOWN(listing_contract, refuses_malformed_names)}};
}

}  // namespace varve::contract
