#include "workload.hpp"

#include "order_document.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <set>

namespace bench {
namespace {

TEST(workload, is_the_same_for_the_same_seed) {
  const auto once = workload{7}.take(2'000);
  const auto again = workload{7}.take(2'000);
  const auto other = workload{8}.take(2'000);
  for (std::size_t i = 0; i < once.size(); ++i) {
    ASSERT_EQ(once[i].data, again[i].data);
    ASSERT_EQ(once[i].metadata, again[i].metadata);
    ASSERT_EQ(once[i].id, again[i].id);
    ASSERT_EQ(once[i].stream, again[i].stream);
  }
  EXPECT_NE(once.front().data, other.front().data);
}

TEST(workload, has_the_sizes_that_it_states) {
  double payload = 0;
  const auto events = workload{}.take(20'000);
  for (const auto& each : events) {
    payload += static_cast<double>(each.data.size());
    ASSERT_EQ(each.metadata.size(), 95u);
  }
  EXPECT_NEAR(payload / static_cast<double>(events.size()), 208, 0.5);
}

TEST(workload, numbers_streams_as_they_begin_and_revisions_without_a_gap) {
  std::map<std::int64_t, std::int64_t> next_revision;
  for (const auto& each : workload{}.take(20'000)) {
    const auto [stream, begins] = next_revision.try_emplace(each.stream, 0);
    if (begins) {
      ASSERT_EQ(each.stream, static_cast<std::int64_t>(next_revision.size()));
    }
    ASSERT_EQ(each.revision, stream->second++);
    ASSERT_LT(each.revision, workload::events_per_stream);
  }
}

TEST(workload, interleaves_a_thousand_active_streams) {
  workload source;
  source.take(50'000);
  std::set<std::int64_t> streams;
  for (const auto& each : source.take(1'000)) streams.insert(each.stream);
  EXPECT_GT(streams.size(), 500u);
  EXPECT_LE(streams.size(), 2 * workload::active_streams);
}

TEST(workload, calls_a_stream_complete_once_it_has_its_ten_events) {
  workload source;
  std::map<std::int64_t, int> events;
  for (const auto& each : source.take(20'000)) ++events[each.stream];
  std::set<std::int64_t> complete(source.complete_streams().begin(), source.complete_streams().end());
  for (const auto& [stream, count] : events) ASSERT_EQ(complete.contains(stream), count == 10);
}

TEST(workload, gives_ids_and_times_that_rise) {
  const auto events = workload{}.take(10'000);
  for (std::size_t i = 1; i < events.size(); ++i) {
    ASSERT_LT(events[i - 1].id, events[i].id);
    ASSERT_LT(events[i - 1].time, events[i].time);
    ASSERT_EQ(events[i].id[6] >> 4, 7);
    ASSERT_EQ(events[i].id[8] >> 6, 2);
  }
}

TEST(workload, writes_payload_and_metadata_that_a_parser_accepts) {
  simdjson::dom::parser parser;
  for (const auto& each : workload{}.take(1'000)) {
    const auto data = parser.parse(each.data).get_object().value();
    ASSERT_EQ(data.size(), 9u);
    ASSERT_EQ(data["order"].get_string().value(), each.stream_name);
    ASSERT_EQ(data["line"].get_int64().value(), each.revision + 1);
    ASSERT_EQ("product:" + std::string{data["product"].get_string().value()}, each.tags[0]);
    ASSERT_EQ("customer:" + std::string{data["customer"].get_string().value()}, each.tags[1]);
    ASSERT_EQ(parser.parse(each.metadata).get_object().value().size(), 3u);
  }
}

TEST(order_document, is_written_with_all_its_parts) {
  simdjson::dom::parser parser;
  random_source random{5};
  for (int i = 0; i < 1'000; ++i) {
    const auto made = random_order_document(random);
    std::string text;
    append_json(text, made);
    const auto read = parser.parse(text).get_object().value();
    ASSERT_EQ(read.size(), 5u);
    ASSERT_EQ(read["customer"]["home"]["city"].get_string().value(), made.customer.home.city);
    ASSERT_EQ(read["items"].get_array().value().size(), made.items.size());
    ASSERT_EQ(read["items"].at(1)["quantity"].get_int64().value(), made.items[1].quantity);
    ASSERT_EQ(read["voucher"].is_null(), !made.voucher.has_value());
    ASSERT_EQ(read["total"].get_int64().value(), made.total);
  }
}

}  // namespace
}  // namespace bench
