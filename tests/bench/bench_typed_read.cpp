// Reads a SQLite log of Varve's into typed events and folded states, beside bare loops over the same file
// that decode nothing.

#include "baseline/stream_read.hpp"
#include "baseline/table_scan.hpp"
#include "suite.hpp"
#include "varve_log.hpp"
#include "varve_typed_read.hpp"

namespace {

using namespace bench;

void measure_all(suite& all, const scratch_folder& folder, const bench_options& options) {
  const varve_log log{folder.fresh_file("log.db"), options.log_events};
  all.note("events", std::to_string(log.events()));
  const auto streams = log.draw_streams(options.stream_reads);
  all.measure("scan: all events, decoded from JSON (raw: not decoded)", "events/s",
              {"varve", [&] { return decode_varve_log(log.path()); }},
              {"sqlite3_step", [&] { return baseline::scan_table(log.path(), varve_log::all_columns); }});
  all.measure(
      "load: one stream of 10, decoded and folded (raw: not decoded)", "streams/s",
      {"varve", [&] { return load_varve_streams(log.path(), streams); }},
      {"sqlite3_step", [&] { return baseline::read_streams(log.path(), varve_log::one_stream, streams); }});
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run_benchmarks("bench_typed_read", argc, argv, measure_all);
}
