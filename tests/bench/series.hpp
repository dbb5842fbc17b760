#pragma once

#include "sample.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bench {

double median(std::vector<double> values);

/// The runs of one contender in one workload, in the order in which they ran.
class series {
 public:
  explicit series(std::string contender) : contender_(std::move(contender)) {}

  void add(const sample& run) { runs_.push_back(run); }

  const std::string& contender() const { return contender_; }
  const std::vector<sample>& runs() const { return runs_; }

  std::vector<double> rates() const;
  double median_rate() const { return median(rates()); }
  double worst_wait_seconds() const;

 private:
  std::string contender_;
  std::vector<sample> runs_;
};

}  // namespace bench
