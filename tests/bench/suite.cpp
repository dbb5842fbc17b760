#include "suite.hpp"

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

}  // namespace bench
