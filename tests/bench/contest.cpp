#include "contest.hpp"

#include <utility>

namespace bench {

std::vector<double> contest_result::ratios() const {
  std::vector<double> ratios;
  if (!challenger) return ratios;
  for (std::size_t i = 0; i < baseline.runs().size(); ++i) {
    ratios.push_back(challenger->runs()[i].rate() / baseline.runs()[i].rate());
  }
  return ratios;
}

double contest_result::ratio_of_medians() const {
  return challenger.value().median_rate() / baseline.median_rate();
}

contest::contest(std::string workload, std::string unit, contender baseline)
    : workload_(std::move(workload)), unit_(std::move(unit)), baseline_(std::move(baseline)) {}

contest::contest(std::string workload, std::string unit, contender challenger, contender baseline)
    : contest(std::move(workload), std::move(unit), std::move(baseline)) {
  challenger_ = std::move(challenger);
}

contest_result contest::run(int repetitions) const {
  contest_result result{workload_, unit_, series{baseline_.name}, std::nullopt};
  if (challenger_) {
    result.challenger.emplace(challenger_->name);
    challenger_->run();
  }
  baseline_.run();
  for (int i = 0; i < repetitions; ++i) {
    if (challenger_) result.challenger->add(challenger_->run());
    result.baseline.add(baseline_.run());
  }
  return result;
}

}  // namespace bench
