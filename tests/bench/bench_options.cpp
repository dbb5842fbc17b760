#include "bench_options.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace bench {
namespace {

/// Small enough to end within 20 seconds: shows that everything still runs, measures nothing.
void make_quick(bench_options& options) {
  options.repetitions = 1;
  options.log_events = 20'000;
  options.lone_appends = 200;
  options.batch_appends = 8'000;
  options.racing_appends = 64;
  options.server_appends = 640;
  options.callers = {16};  // 64 of them starve one another for seconds, however few events they append
  options.sql_view_events = 10'000;
  options.stream_reads = 2'000;
  options.conditions = 100;
  options.decodes = 2'000;
}

}  // namespace

bench_options parse_options(const std::string& program, int argc, char** argv) {
  bench_options options;
  options.folder = std::filesystem::temp_directory_path();
  bool quick = false;
  CLI::App app{"Benchmarks: rates, ratios, no assertions", program};
  auto* tiny = app.add_flag("--quick", quick, "tiny sizes, one repetition: only to see that everything runs");
  app.add_option("--repetitions", options.repetitions, "counted runs of each contender")
      ->check(CLI::Range(1, 1'000))
      ->excludes(tiny);
  app.add_option("--events", options.log_events, "events in the file that is scanned and rebuilt from")
      ->check(CLI::Range(20'000, 100'000'000))
      ->excludes(tiny);
  app.add_option("--folder", options.folder, "where scratch files go")->check(CLI::ExistingDirectory);
  app.add_option("--json", options.json, "also write the results to this file");
  app.add_option("--only", options.only, "only workloads whose name holds this text");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error) == 0 ? 0 : 2);
  }
  if (quick) make_quick(options);
  return options;
}

}  // namespace bench
