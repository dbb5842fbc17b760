#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/projections/projector.hpp>

#include "stopwatch.hpp"
#include "store_append.hpp"
#include "waits.hpp"
#include "workload.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

namespace bench {

/// How long each of one caller's appends took until a read model, run by another thread, held it; sorted.
template<class Database, class View>
std::vector<double> wait_for_appends(varve::event_store& store, Database& model, const View& view,
                                     std::size_t appends) {
  varve::projector projector{store, model, view};
  const std::jthread live{[&](std::stop_token stop) { projector.run(std::move(stop)); }};
  std::vector<double> waits;
  for (auto& request : appends_of(workload{}.take(appends), 1, tagging::none)) {
    const stopwatch watch;
    const auto done = varve::to_result(store.append_and_wait(std::move(request))).value();
    (void)projector.wait_for(done.token, std::chrono::seconds{10}).value();
    waits.push_back(watch.seconds());
  }
  std::sort(waits.begin(), waits.end());
  return waits;
}

}  // namespace bench
