#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/projections/projector.hpp>

#include "stopwatch.hpp"
#include "varve_append.hpp"
#include "workload.hpp"

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <sstream>
#include <string>
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

/// `median 0.71 ms, p99 1.32 ms, worst 4.02 ms`
inline std::string told(const std::vector<double>& sorted_waits) {
  std::ostringstream text;
  const auto part = [&](const char* name, double seconds) {
    text << name << std::fixed << std::setprecision(2) << seconds * 1'000 << " ms";
  };
  part("median ", sorted_waits[sorted_waits.size() / 2]);
  part(", p99 ", sorted_waits[sorted_waits.size() * 99 / 100]);
  part(", worst ", sorted_waits.back());
  return text.str();
}

}  // namespace bench
