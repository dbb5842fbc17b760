// Appends to a SQLite log of Varve's beside hand-written loops, as durable, on the same file system.

#include "baseline/batch_append.hpp"
#include "baseline/lone_caller.hpp"
#include "baseline/racing_callers.hpp"
#include "suite.hpp"
#include "varve_append.hpp"

namespace {

using namespace bench;

void measure_lone_appends(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.lone_appends);
  all.measure(
      "append: 1 event per commit, version check", "events/s",
      {"varve",
       [&] { return append_to_varve(folder.fresh_file("varve.db"), appends_of(events, 1, tagging::none)); }},
      {"raw loop", [&] { return baseline::append_one_by_one(folder.fresh_file("raw.db"), events); }});
}

void measure_batches(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.batch_appends);
  for (const auto tags : {tagging::none, tagging::two})
    for (const std::size_t size : {10u, 100u, 1'000u}) {
      const auto part = std::span{events}.first(size == 10 ? events.size() / 4 : events.size());
      const std::size_t rows_per_insert = size == 10 ? 10 : 50;  // what is fastest by hand
      all.measure(
          "append: " + std::to_string(size) + " events per commit" +
              (tags == tagging::two ? ", two tags each (raw: none)" : ", untagged"),
          "events/s",
          {"varve",
           [&] { return append_to_varve(folder.fresh_file("varve.db"), appends_of(part, size, tags)); }},
          {"raw loop", [&] {
             return baseline::append_in_batches(folder.fresh_file("raw.db"), part, {size, rows_per_insert});
           }});
    }
}

/// What a caller gains that does not wait for each answer, as imports do.
void measure_appends_in_flight(suite& all, const scratch_folder& folder, const bench_options& options) {
  constexpr std::size_t in_flight = 4;
  const auto events = workload{}.take(options.batch_appends);
  for (const std::size_t size : {100u, 1'000u})
    all.measure("append: " + std::to_string(size) + " events an append, " + std::to_string(in_flight) +
                    " in flight (raw: one after the other)",
                "events/s",
                {"varve",
                 [&] {
                   return stream_to_varve(folder.fresh_file("varve.db"),
                                          appends_of(events, size, tagging::none), in_flight);
                 }},
                {"raw loop", [&] {
                   return baseline::append_in_batches(folder.fresh_file("raw.db"), events, {size, 50});
                 }});
}

void measure_racing_callers(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.racing_appends);
  for (const auto callers : options.callers)
    for (const auto& [wait, name] : {std::pair{baseline::lock_wait::busy_timeout, "busy_timeout"},
                                     std::pair{baseline::lock_wait::random_sleep, "random sleep"}})
      all.measure("append: " + std::to_string(callers) + " callers (raw: a transaction each, " + name + ")",
                  "events/s",
                  {"varve",
                   [&] { return append_to_varve_from_many(folder.fresh_file("varve.db"), events, callers); }},
                  {"raw callers", [&] {
                     return baseline::append_from_many(folder.fresh_file("raw.db"), events, callers, wait);
                   }});
}

/// What several processes on one file lose against one.
void measure_processes(suite& all, const scratch_folder& folder, const bench_options& options) {
  const auto events = workload{}.take(options.server_appends);
  all.measure(
      "append: 4 processes of 16 callers, against one of 64", "events/s",
      {"4 processes",
       [&] { return append_to_varve_from_processes(folder.fresh_file("varve.db"), events, 4, 16); }},
      {"one process", [&] { return append_to_varve_from_many(folder.fresh_file("varve.db"), events, 64); }});
}

void measure_all(suite& all, const scratch_folder& folder, const bench_options& options) {
  measure_lone_appends(all, folder, options);
  measure_batches(all, folder, options);
  measure_appends_in_flight(all, folder, options);
  measure_racing_callers(all, folder, options);
  measure_processes(all, folder, options);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run_benchmarks("bench_append", argc, argv, measure_all);
}
