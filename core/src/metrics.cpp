#include <varve/core/metrics.hpp>

namespace varve {
namespace {

class silent_metrics final : public metrics_sink {
 public:
  void count(std::string_view, double, metric_labels) noexcept override {}
  void gauge(std::string_view, double, metric_labels) noexcept override {}
  void observe(std::string_view, double, metric_labels) noexcept override {}
};

}  // namespace

metrics_sink& no_metrics() {
  static silent_metrics sink;
  return sink;
}

}  // namespace varve
