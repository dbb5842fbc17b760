#pragma once

#include <varve/core/metrics.hpp>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace varve::testing {

/// Keeps every measurement for a test to look at. Thread-safe.
class recording_metrics final : public metrics_sink {
 public:
  enum class kind { counter, gauge, histogram };
  struct measurement {
    kind what;
    std::string name;
    double value;
    std::map<std::string, std::string> labels;
  };

  void count(std::string_view name, double amount, metric_labels labels) noexcept override;
  void gauge(std::string_view name, double value, metric_labels labels) noexcept override;
  void observe(std::string_view name, double value, metric_labels labels) noexcept override;

  [[nodiscard]] std::vector<measurement> all() const;
  [[nodiscard]] std::vector<measurement> named(std::string_view name) const;
  /// Sum of the values of that name.
  [[nodiscard]] double sum(std::string_view name) const;

 private:
  void keep(kind what, std::string_view name, double value, metric_labels labels);

  mutable std::mutex mutex_;
  std::vector<measurement> measurements_;
};

}  // namespace varve::testing
