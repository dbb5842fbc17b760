// Reads a SQLite log of Varve's, as pages of views with checksums verified, beside bare loops over the same
// file.

#include "baseline/stream_read.hpp"
#include "baseline/table_scan.hpp"
#include "suite.hpp"
#include "varve_log.hpp"
#include "varve_read.hpp"

namespace {

using namespace bench;

void measure_scan(suite& all, const varve_log& log) {
  all.measure("scan: all events in order", "events/s", {"varve", [&] { return scan_varve(log.path()); }},
              {"sqlite3_step", [&] { return baseline::scan_table(log.path(), varve_log::all_columns); }});
}

void measure_streams(suite& all, const varve_log& log, const bench_options& options) {
  const auto streams = log.draw_streams(options.stream_reads);
  all.measure(
      "read: one stream of 10 (raw: by integer key)", "streams/s",
      {"varve", [&] { return read_varve_streams(log.path(), streams); }},
      {"sqlite3_step", [&] { return baseline::read_streams(log.path(), varve_log::one_stream, streams); }});
}

void measure_all(suite& all, const scratch_folder& folder, const bench_options& options) {
  const varve_log log{folder.fresh_file("log.db"), options.log_events};
  all.note("events", std::to_string(log.events()));
  measure_scan(all, log);
  measure_streams(all, log, options);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run_benchmarks("bench_read", argc, argv, measure_all);
}
