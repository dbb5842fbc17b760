// Runs the hand-written baselines alone and prints their figures: what Varve will be judged against, and what
// is to be made faster first.

#include "baseline/batch_append.hpp"
#include "baseline/cereal_binary.hpp"
#include "baseline/cereal_json.hpp"
#include "baseline/flush.hpp"
#include "baseline/keyed_rebuild.hpp"
#include "baseline/log_file.hpp"
#include "baseline/lone_caller.hpp"
#include "baseline/racing_callers.hpp"
#include "baseline/sql_rebuild.hpp"
#include "baseline/stream_read.hpp"
#include "baseline/table_scan.hpp"
#include "on_demand.hpp"
#include "suite.hpp"
#include "texts.hpp"

namespace {

using namespace bench;

constexpr baseline::read_settings mapped{.map_bytes = std::int64_t{1} << 40};

void measure_flush(suite& all, const scratch_folder& folder, const bench_options& options) {
  all.measure("4 KiB overwritten and flushed", "flushes/s",
              {"pwrite", [&] {
                 return baseline::overwrite_and_flush(folder.fresh_file("flush"), options.lone_appends);
               }});
}

void measure_lone_appends(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.lone_appends);
  all.measure(
      "append: 1 event per commit, version check", "events/s",
      {"raw loop", [&] { return baseline::append_one_by_one(folder.fresh_file("append.db"), events); }});
}

void measure_batches(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.batch_appends);
  for (const std::size_t per_commit : {10u, 100u, 1'000u}) {
    const auto part = std::span{events}.first(per_commit == 10 ? events.size() / 4 : events.size());
    for (const std::size_t per_insert : {1u, per_commit == 10 ? 10u : 50u}) {
      const auto workload = "append: " + std::to_string(per_commit) + " events per commit, " +
                            std::to_string(per_insert) + (per_insert == 1 ? " row" : " rows") + " per insert";
      all.measure(workload, "events/s", {"raw loop", [&] {
                                           return baseline::append_in_batches(folder.fresh_file("append.db"),
                                                                              part, {per_commit, per_insert});
                                         }});
    }
  }
}

void measure_racing_callers(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.racing_appends);
  for (const auto callers : options.callers) {
    for (const auto& [wait, name] : {std::pair{baseline::lock_wait::busy_timeout, "busy_timeout"},
                                     std::pair{baseline::lock_wait::random_sleep, "random sleep"}}) {
      all.measure("append: " + std::to_string(callers) + " callers, a transaction each, " + name, "events/s",
                  {"raw callers", [&] {
                     return baseline::append_from_many(folder.fresh_file("append.db"), events, callers, wait);
                   }});
    }
  }
}

/// The file that is scanned and rebuilt from.
using log_on_demand = on_demand<baseline::log_file>;

void measure_readers(suite& all, log_on_demand& log, const bench_options& options) {
  for (const auto& [settings, suffix] :
       {std::pair{baseline::read_settings{}, ""}, std::pair{mapped, ", memory map"}}) {
    all.measure(std::string{"scan: all columns by position"} + suffix, "events/s",
                {"sqlite3_step", [&] {
                   return baseline::scan_table(log().path(), baseline::log_file::all_columns, settings);
                 }});
    all.measure(std::string{"read: one stream of 10 by key"} + suffix, "streams/s",
                {"sqlite3_step", [&] {
                   const auto streams = log().draw_streams(options.stream_reads);
                   return baseline::read_streams(log().path(), baseline::log_file::one_stream, streams,
                                                 settings);
                 }});
  }
}

void measure_rebuilds(suite& all, const scratch_folder& folder, log_on_demand& log,
                      const bench_options& options) {
  const auto up_to = [](std::size_t last) {
    return "SELECT position, data FROM events WHERE position <= " + std::to_string(last) +
           " ORDER BY position";
  };
  const auto whole_log = up_to(options.log_events);
  const auto part = up_to(options.sql_view_events);
  all.measure("rebuild: keyed view, folded in memory", "events/s",
              {"raw loop", [&] {
                 return baseline::rebuild_keyed_view(log().path(), whole_log, folder.fresh_file("view.db"));
               }});
  all.measure("rebuild: SQL view, one upsert per event", "events/s",
              {"raw loop",
               [&] { return baseline::rebuild_sql_view(log().path(), part, folder.fresh_file("view.db")); }});
  all.measure("rebuild: three SQL views from one read", "events/s",
              {"raw loop", [&] {
                 return baseline::rebuild_three_sql_views(log().path(), part, folder.fresh_file("view.db"));
               }});
}

void measure_decoders(suite& all, const bench_options& options) {
  random_source random{3};
  std::vector<order_line> lines(options.decodes);
  std::vector<order_document> documents(options.decodes / 4);
  for (auto& line : lines) line = random_order_line(random);
  for (auto& document : documents) document = random_order_document(random);

  if (baseline::has_cereal_json()) {
    const auto flat = texts_of(lines, json_of<order_line>);
    const auto nested = texts_of(documents, baseline::cereal_json_of);
    all.measure("decode: JSON, flat", "texts/s",
                {"cereal", [&] { return baseline::decode_lines_by_cereal_json(flat); }});
    all.measure("decode: JSON, nested", "texts/s",
                {"cereal", [&] { return baseline::decode_documents_by_cereal_json(nested); }});
  }
  const auto portable = [](const auto& value) { return baseline::portable_binary_of(value); };
  const auto flat = texts_of(lines, portable);
  const auto nested = texts_of(documents, portable);
  all.measure("decode: binary, flat", "texts/s",
              {"portable binary", [&] { return baseline::decode_lines_by_portable_binary(flat); }});
  all.measure("decode: binary, nested", "texts/s",
              {"portable binary", [&] { return baseline::decode_documents_by_portable_binary(nested); }});
}

void measure_all(suite& all, const scratch_folder& folder, const bench_options& options) {
  if (!baseline::has_cereal_json()) {
    all.note("stock cereal JSON", "not measured: this compiler cannot parse its rapidjson");
  }

  measure_flush(all, folder, options);
  measure_lone_appends(all, folder, options);
  measure_batches(all, folder, options);
  measure_racing_callers(all, folder, options);
  measure_decoders(all, options);
  log_on_demand log{
      [&] { return baseline::log_file{folder.fresh_file("log.db"), workload{}, options.log_events}; }};
  measure_readers(all, log, options);
  measure_rebuilds(all, folder, log, options);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run_benchmarks("bench_baselines", argc, argv, measure_all);
}
