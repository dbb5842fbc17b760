#include <varve/testing/recording_metrics.hpp>

namespace varve::testing {

void recording_metrics::keep(kind what, std::string_view name, double value, metric_labels labels) {
  measurement one{what, std::string(name), value, {}};
  for (const auto& label : labels) one.labels.emplace(label.key, label.value);
  const std::scoped_lock lock{mutex_};
  measurements_.push_back(std::move(one));
}

void recording_metrics::count(std::string_view name, double amount, metric_labels labels) noexcept {
  keep(kind::counter, name, amount, labels);
}

void recording_metrics::gauge(std::string_view name, double value, metric_labels labels) noexcept {
  keep(kind::gauge, name, value, labels);
}

void recording_metrics::observe(std::string_view name, double value, metric_labels labels) noexcept {
  keep(kind::histogram, name, value, labels);
}

std::vector<recording_metrics::measurement> recording_metrics::all() const {
  const std::scoped_lock lock{mutex_};
  return measurements_;
}

std::vector<recording_metrics::measurement> recording_metrics::named(std::string_view name) const {
  std::vector<measurement> out = all();
  std::erase_if(out, [&](const measurement& one) { return one.name != name; });
  return out;
}

double recording_metrics::sum(std::string_view name) const {
  double out = 0;
  for (const auto& one : named(name)) out += one.value;
  return out;
}

}  // namespace varve::testing
