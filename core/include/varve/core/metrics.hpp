#pragma once

#include <initializer_list>
#include <string_view>

namespace varve {

/// One label of a measurement. Values are bounded sets (store, projection, command, outcome), never a stream
/// id.
struct metric_label {
  std::string_view key;
  std::string_view value;
};

using metric_labels = std::initializer_list<metric_label>;

/// Receives measurements under OpenTelemetry names (`varve.store.append.duration`, seconds;
/// docs/reference/metrics.md). Called from any thread on hot paths: it must be quick, must not throw and must
/// not call back.
class metrics_sink {
 public:
  virtual ~metrics_sink() = default;
  virtual void count(std::string_view name, double amount, metric_labels labels) noexcept = 0;
  virtual void gauge(std::string_view name, double value, metric_labels labels) noexcept = 0;
  virtual void observe(std::string_view name, double value, metric_labels labels) noexcept = 0;
};

/// Drops every measurement. The default.
[[nodiscard]] metrics_sink& no_metrics();

}  // namespace varve
