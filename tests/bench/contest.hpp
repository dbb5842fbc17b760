#pragma once

#include "series.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// Somebody who can do a workload's work: each call of `run` does it once, from a fresh start.
struct contender {
  std::string name;
  std::function<sample()> run;
};

/// What was measured of one workload: a baseline, and who is judged against it, when somebody is.
struct contest_result {
  std::string workload;
  std::string unit;  // of the rates: "events/s"
  series baseline;
  std::optional<series> challenger;

  /// Challenger's rate divided by baseline's, run by run; empty without a challenger.
  std::vector<double> ratios() const;
  /// Challenger's median divided by the baseline's: the figure that targets are about.
  double ratio_of_medians() const;
};

/// One workload, run by its contenders in turn (challenger, baseline, challenger, baseline, …) in this
/// process, so that what slows the machine slows both. One round before the first is a warm-up and not
/// counted.
class contest {
 public:
  contest(std::string workload, std::string unit, contender baseline);
  contest(std::string workload, std::string unit, contender challenger, contender baseline);

  contest_result run(int repetitions) const;

 private:
  std::string workload_;
  std::string unit_;
  contender baseline_;
  std::optional<contender> challenger_;
};

}  // namespace bench
