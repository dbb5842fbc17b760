#include "baseline/batch_append.hpp"
#include "baseline/cereal_binary.hpp"
#include "baseline/cereal_json.hpp"
#include "baseline/checked_append.hpp"
#include "baseline/flush.hpp"
#include "baseline/keyed_rebuild.hpp"
#include "baseline/log_file.hpp"
#include "baseline/lone_caller.hpp"
#include "baseline/racing_callers.hpp"
#include "baseline/sql_rebuild.hpp"
#include "baseline/stream_read.hpp"
#include "baseline/table_scan.hpp"
#include "scratch_folder.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace bench::baseline {
namespace {

constexpr std::string_view all_rows = "SELECT position, data FROM events ORDER BY position";

class a_baseline : public testing::Test {
 protected:
  static std::int64_t ask(const std::filesystem::path& where, std::string_view sql) {
    return connection::read_only(where).integer(sql);
  }

  /// Every event stands in the file as it was given, in the order in which it was given.
  static void expect_stored(const std::filesystem::path& where, std::span<const event> events) {
    auto database = connection::read_only(where);
    auto rows = database.prepare(log_file::all_columns);
    for (std::size_t i = 0; i < events.size(); ++i) {
      ASSERT_TRUE(rows.step());
      ASSERT_EQ(rows.integer(0), static_cast<std::int64_t>(i) + 1);
      ASSERT_EQ(rows.integer(1), events[i].stream);
      ASSERT_EQ(rows.integer(2), events[i].revision);
      ASSERT_EQ(rows.integer(3), events[i].type);
      ASSERT_EQ(rows.bytes(4), events[i].data);
      ASSERT_EQ(rows.bytes(5), events[i].metadata);
      ASSERT_EQ(rows.integer(6), events[i].time);
    }
    EXPECT_FALSE(rows.step());
  }

  scratch_folder folder{std::filesystem::temp_directory_path()};
  std::filesystem::path file = folder.fresh_file("events.db");
  std::filesystem::path view = folder.fresh_file("view.db");
};

TEST_F(a_baseline, of_one_caller_stores_every_event) {
  const auto events = workload{}.take(100);
  EXPECT_EQ(append_one_by_one(file, events).items, 100u);
  expect_stored(file, events);
}

TEST_F(a_baseline, of_one_caller_refuses_a_revision_that_is_not_the_next) {
  auto database = event_table::create(file);
  checked_append append{database};
  event first;
  append(first);
  EXPECT_THROW(append(first), std::runtime_error);
  event third;
  third.revision = 2;
  checked_append another{database};
  EXPECT_THROW(another(third), std::runtime_error);
}

TEST_F(a_baseline, of_batches_stores_every_event_in_every_shape) {
  const auto events = workload{}.take(1'000);
  for (const batch_shape shape : {batch_shape{10, 1}, {10, 10}, {100, 50}, {1'000, 50}}) {
    const auto fresh = folder.fresh_file("events.db");
    EXPECT_EQ(append_in_batches(fresh, events, shape).items, 1'000u);
    expect_stored(fresh, events);
  }
}

TEST_F(a_baseline, of_batches_refuses_a_revision_that_stands_and_keeps_nothing_of_its_batch) {
  auto database = event_table::create(file);
  batch_append append{database, {.events_per_commit = 100, .rows_per_insert = 50}};
  auto events = workload{}.take(200);
  append(std::span{events}.first(100));
  events.back() = events.front();
  EXPECT_THROW(append(std::span{events}.last(100)), std::runtime_error);
  EXPECT_EQ(ask(file, "SELECT count(*) FROM events"), 100);
}

TEST_F(a_baseline, of_batches_refuses_a_shape_that_does_not_divide) {
  const auto events = workload{}.take(100);
  EXPECT_THROW(append_in_batches(file, events, {.events_per_commit = 50, .rows_per_insert = 20}),
               std::invalid_argument);
  EXPECT_THROW(append_in_batches(file, events, {.events_per_commit = 30, .rows_per_insert = 10}),
               std::invalid_argument);
}

TEST_F(a_baseline, of_many_callers_stores_the_same_share_of_each_without_a_gap) {
  const auto events = workload{}.take(62);
  for (const auto wait : {lock_wait::busy_timeout, lock_wait::random_sleep}) {
    const auto fresh = folder.fresh_file("events.db");
    const auto measured = append_from_many(fresh, events, 4, wait);
    EXPECT_EQ(measured.items, 60u);
    EXPECT_GT(measured.worst_wait_seconds, 0);
    EXPECT_EQ(ask(fresh, "SELECT count(*) FROM events"), 60);
    EXPECT_EQ(ask(fresh, "SELECT count(DISTINCT stream) FROM events"), 8);  // 15 events each: two streams
    EXPECT_EQ(ask(fresh,
                  "SELECT count(*) FROM (SELECT max(revision) + 1 - count(*) AS gap FROM events"
                  " GROUP BY stream) WHERE gap <> 0"),
              0);
  }
}

TEST_F(a_baseline, of_scans_touches_every_column_of_every_row) {
  const auto events = workload{}.take(500);
  append_in_batches(file, events, {.events_per_commit = 100});
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& each = events[i];
    expected += i + 1 + static_cast<std::uint64_t>(each.stream + each.revision + each.type + each.time);
    expected += each.data.size() + each.metadata.size() + 2 * std::uint64_t{'{'};
  }
  const auto measured = scan_table(file, log_file::all_columns);
  EXPECT_EQ(measured.items, events.size());
  EXPECT_EQ(measured.witness, expected);
  EXPECT_EQ(scan_table(file, log_file::all_columns, {.map_bytes = 1 << 30}).witness, expected);
}

TEST_F(a_baseline, of_stream_reads_finds_the_ten_events_of_each) {
  const log_file log{file, workload{}, 20'000};
  const auto streams = log.draw_streams(50);
  std::uint64_t expected = 0;
  for (const auto stream : streams) {
    const auto sql = "SELECT revision FROM events WHERE stream = " + std::to_string(stream);
    const auto rows = scan_table(file, sql);
    ASSERT_EQ(rows.items, 10u);
    expected += rows.witness;
  }
  const auto measured =
      read_streams(file, "SELECT revision FROM events WHERE stream = ?1 ORDER BY revision", streams);
  EXPECT_EQ(measured.items, 50u);
  EXPECT_EQ(measured.witness, expected);
}

TEST_F(a_baseline, of_the_keyed_rebuild_makes_the_view_that_the_sql_rebuild_makes) {
  const log_file log{file, workload{}, 120'000};  // more than one flush, and a rest
  const auto sql_view = folder.fresh_file("sql.db");
  const auto keyed = rebuild_keyed_view(file, all_rows, view);
  const auto upserted = rebuild_sql_view(file, all_rows, sql_view);
  EXPECT_EQ(keyed.items, 120'000u);
  EXPECT_EQ(keyed.witness, 120'000u);
  EXPECT_EQ(upserted.items, 120'000u);
  for (const auto& made : {view, sql_view}) {
    EXPECT_EQ(ask(made, "SELECT sum(lines) FROM sales_by_product"), 120'000);
    EXPECT_EQ(ask(made, "SELECT position FROM checkpoints WHERE view = 'sales_by_product'"), 120'000);
  }
  const auto rows =
      "SELECT key, lines, quantity, revenue, CAST(round(discount * 100) AS INTEGER) FROM sales_by_product "
      "ORDER BY key";
  EXPECT_EQ(scan_table(view, rows).items, view_keys);
  EXPECT_EQ(scan_table(view, rows).witness, scan_table(sql_view, rows).witness);
}

TEST_F(a_baseline, of_the_sql_rebuild_makes_what_plain_sql_makes) {
  const log_file log{file, workload{}, 5'000};
  rebuild_three_sql_views(file, all_rows, view);
  auto database = connection::read_write(view);
  database.run(("ATTACH '" + file.string() + "' AS log").c_str());
  for (const std::string name : {"product", "customer", "branch"}) {
    const auto differing =
        database.integer("SELECT count(*) FROM (SELECT data ->> '" + name +
                         "' AS key, count(*) AS lines, sum(data ->> 'quantity') AS quantity,"
                         " sum((data ->> 'quantity') * (data ->> 'unit_price')) AS revenue, sum(data ->> "
                         "'discount') AS discount"
                         " FROM (SELECT CAST(data AS TEXT) AS data FROM log.events) GROUP BY 1) AS wanted"
                         " FULL JOIN sales_by_" +
                         name +
                         " AS made USING (key, lines, quantity, revenue)"
                         " WHERE wanted.discount IS NULL OR made.discount IS NULL OR abs(wanted.discount - "
                         "made.discount) > 1e-9");
    EXPECT_EQ(differing, 0) << name;
    EXPECT_EQ(database.integer("SELECT position FROM checkpoints WHERE view = 'sales_by_" + name + "'"),
              5'000);
  }
}

TEST_F(a_baseline, of_flushes_counts_them) {
  const auto measured = overwrite_and_flush(file, 3);
  EXPECT_EQ(measured.items, 3u);
  EXPECT_EQ(std::filesystem::file_size(file), 4'096'000u);
}

template<class Value>
std::uint64_t witness_of(const std::vector<Value>& values) {
  std::uint64_t sum = 0;
  for (const auto& value : values) sum += witness(value);
  return sum;
}

struct a_decoder : testing::Test {
  a_decoder() {
    random_source random{9};
    for (int i = 0; i < 200; ++i) {
      lines.push_back(random_order_line(random));
      documents.push_back(random_order_document(random));
    }
  }

  std::vector<order_line> lines;
  std::vector<order_document> documents;
};

TEST_F(a_decoder, of_portable_binary_reads_what_was_written) {
  std::vector<std::string> flat;
  std::vector<std::string> nested;
  for (const auto& each : lines) flat.push_back(portable_binary_of(each));
  for (const auto& each : documents) nested.push_back(portable_binary_of(each));
  EXPECT_EQ(decode_lines_by_portable_binary(flat).witness, witness_of(lines));
  EXPECT_EQ(decode_documents_by_portable_binary(nested).witness, witness_of(documents));
}

TEST_F(a_decoder, of_cereal_json_reads_the_workloads_own_text_or_says_that_it_is_absent) {
  if (!has_cereal_json()) {
    EXPECT_THROW(decode_lines_by_cereal_json({}), std::logic_error);
    return;
  }
  std::vector<std::string> flat;
  std::vector<std::string> nested;
  for (const auto& each : lines) append_json(flat.emplace_back(), each);
  for (const auto& each : documents) nested.push_back(cereal_json_of(each));
  EXPECT_EQ(decode_lines_by_cereal_json(flat).witness, witness_of(lines));
  EXPECT_EQ(decode_documents_by_cereal_json(nested).witness, witness_of(documents));
}

}  // namespace
}  // namespace bench::baseline
