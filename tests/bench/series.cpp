#include "series.hpp"

#include <algorithm>
#include <stdexcept>

namespace bench {

double median(std::vector<double> values) {
  if (values.empty()) throw std::invalid_argument("median of no values");
  std::sort(values.begin(), values.end());
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<double> series::rates() const {
  std::vector<double> rates;
  for (const auto& run : runs_) rates.push_back(run.rate());
  return rates;
}

double series::worst_wait_seconds() const {
  double worst = 0;
  for (const auto& run : runs_) worst = std::max(worst, run.worst_wait_seconds);
  return worst;
}

}  // namespace bench
