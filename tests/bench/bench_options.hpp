#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// Sizes, repetitions and places of a run, as given on the command line.
struct bench_options {
  int repetitions = 5;
  std::size_t log_events = 1'000'000;   // events in the file that is scanned and rebuilt from
  std::size_t lone_appends = 20'000;    // one event per commit, one caller
  std::size_t batch_appends = 200'000;  // 10, 100, 1,000 per commit; a quarter of it at 10
  std::size_t racing_appends = 10'000;  // one event per transaction, all callers together
  std::size_t server_appends = 48'000;  // the same to a log that groups what many callers append
  std::vector<std::size_t> callers{16, 64};
  std::size_t sql_view_events = 300'000;  // of the file, for the views that cost an upsert per event
  std::size_t stream_reads = 50'000;
  std::size_t conditions = 5'000;
  std::size_t decodes = 200'000;  // texts; a quarter of it nested
  std::filesystem::path folder;   // scratch files go into a private folder inside it
  std::optional<std::filesystem::path> json;
  std::string only;  // only workloads whose name holds this text
};

/// Reads the command line of `program`; on --help or a wrong option prints and ends the process, as programs
/// do.
bench_options parse_options(const std::string& program, int argc, char** argv);

}  // namespace bench
