#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/lease_options.hpp>
#include <varve/projections.hpp>

#include "../subject/findings.hpp"
#include "../subject/view_check.hpp"
#include "spread.hpp"

#include <chrono>
#include <iostream>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

/// What a process that keeps views under leases does, wherever they are kept.
namespace varve::crash {

/// Prints warnings, each in one piece.
class warnings final : public log_sink {
 public:
  void write(log_level level, std::string_view line) noexcept override {
    if (level != log_level::warning) return;
    const std::lock_guard lock{mutex_};
    std::cout << line << std::endl;
  }

 private:
  std::mutex mutex_;
};

/// Small pages and flushes, so that a pause falls anywhere, and no long rest after what a pause has spoilt.
inline projector_options in_small_steps(environment env, lease_options leases) {
  projector_options chosen;
  chosen.page_size = 6;
  chosen.most_rows = 3;
  chosen.pace.first_back_off = std::chrono::milliseconds{2};
  chosen.pace.longest_back_off = std::chrono::milliseconds{20};
  chosen.leases = leases;
  chosen.env = env;
  return chosen;
}

/// Runs projections until the input ends.
template<class Projector>
void keep(Projector& all) {
  const std::jthread running{[&](const std::stop_token& stop) {
    if (const auto why = all.run(stop)) std::cout << "failed: " << why->message << std::endl;
  }};
  std::cout << "ready" << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {}
}

/// What a check finds, printed as it is found.
inline findings printed() {
  return findings{[](const std::string& what) { std::cout << what << std::endl; }};
}

/// Ends a check: prints how far the views have come.
inline bool sound_at(position reached, const findings& out) {
  std::cout << reached.value() << std::endl;
  return out.sound();
}

/// Key, cents and count, as a query gives them.
template<class Database>
folded::rows rows_of(Database& model, std::string_view sql) {
  return model.read([&](auto& tx) {
    folded::rows found;
    for (auto&& [key, cents, count] : tx.template query<std::string, std::int64_t, std::int64_t>(sql))
      found[key] = {cents, count};
    return found;
  });
}

/// Brings the views to the head, and compares what they show with the log up to there.
template<class Views>
position compare(Views& kept, findings& out) {
  const auto reached = kept.all.poll().position;
  const auto expected = folded::up_to(kept.log, reached);
  const auto look = [&](std::string_view view, const std::string& columns, const folded::rows& all) {
    const std::string name{view};
    out.expect(rows_of(kept.model, "SELECT " + columns + " FROM " + name) == all,
               name + " is not the fold of the log");
  };
  look(takings::name, "stream, cents, events", expected.takings);
  look(revenue::name, "country, cents, orders", expected.revenue);
  look(spread::name, "key, cents, count", expected.takings);
  return reached;
}

}  // namespace varve::crash
