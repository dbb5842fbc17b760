#include "suite.hpp"

#include <sqlite3.h>

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace bench {

void suite::measure(const std::string& workload, const std::string& unit, contender baseline) {
  run(workload, {workload, unit, std::move(baseline)});
}

void suite::measure(const std::string& workload, const std::string& unit, contender challenger,
                    contender baseline) {
  run(workload, {workload, unit, std::move(challenger), std::move(baseline)});
}

void suite::run(const std::string& workload, const contest& planned) {
  if (!wants(workload)) return;
  std::cerr << workload << '\n';
  report_.add(planned.run(options_.repetitions));
}

void suite::publish() const {
  report_.write_table(std::cout);
  if (!options_.json) return;
  std::ofstream file{*options_.json};
  report_.write_json(file);
  if (!file.flush()) throw std::runtime_error("cannot write " + options_.json->string());
}

int run_benchmarks(const std::string& program, int argc, char** argv, const measurement& measure_all) {
  const bench_options options = parse_options(program, argc, argv);
  try {
    suite all{options};
    const scratch_folder folder{options.folder};
    all.note("file system", folder.file_system());
    all.note("sqlite", sqlite3_libversion());
    all.note("compiler", __VERSION__);
    measure_all(all, folder, options);
    all.publish();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << program << ": " << error.what() << '\n';
    return 1;
  }
}

}  // namespace bench
