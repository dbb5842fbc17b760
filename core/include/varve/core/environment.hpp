#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/log.hpp>
#include <varve/core/metrics.hpp>
#include <varve/core/random.hpp>

namespace varve {

/// What a part of Varve takes from the outside world. Refers to parts that must outlive whatever it is given
/// to; the defaults live for ever.
struct environment {
  const varve::clock* clock = &system_clock();
  random_source* random = &system_random();
  log_sink* log = &no_log();
  metrics_sink* metrics = &no_metrics();
};

}  // namespace varve
