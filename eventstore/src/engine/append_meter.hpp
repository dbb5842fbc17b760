#pragma once

#include <varve/core/metrics.hpp>

#include "append_ticket.hpp"

#include <span>
#include <string>

namespace varve::engine {

/// Measures what a queue has committed.
class append_meter {
 public:
  append_meter(std::string store, metrics_sink& sink) : store_(std::move(store)), sink_(sink) {}

  /// A group that has all its outcomes.
  void measure(std::span<ticket* const> group, instant now) const;

 private:
  std::string store_;
  metrics_sink& sink_;
};

}  // namespace varve::engine
