#pragma once

#include "bench_options.hpp"
#include "contest.hpp"
#include "report.hpp"
#include "scratch_folder.hpp"

#include <functional>
#include <string>
#include <utility>

namespace bench {

/// Runs the contests of a program that the command line asked for, tells on stderr what it is at, and
/// reports.
class suite {
 public:
  explicit suite(bench_options options) : options_(std::move(options)) {}

  void note(std::string name, std::string value) { report_.note(std::move(name), std::move(value)); }

  /// Whether --only lets this workload run.
  bool wants(const std::string& workload) const { return workload.find(options_.only) != std::string::npos; }

  /// One contender alone, or two in turn; nothing when the workload is not wanted.
  void measure(const std::string& workload, const std::string& unit, contender baseline);
  void measure(const std::string& workload, const std::string& unit, contender challenger,
               contender baseline);

  /// The table to stdout and, when asked for, the JSON file; throws std::runtime_error when that cannot be
  /// written.
  void publish() const;

 private:
  void run(const std::string& workload, const contest& planned);

  bench_options options_;
  report report_;
};

/// Measures the workloads of a program; the folder is a private one where its options say.
using measurement =
    std::function<void(suite& all, const scratch_folder& folder, const bench_options& options)>;

/// The `main` of a benchmark program: reads its command line, notes on what it runs, measures and publishes.
/// Answers the exit code.
int run_benchmarks(const std::string& program, int argc, char** argv, const measurement& measure_all);

}  // namespace bench
