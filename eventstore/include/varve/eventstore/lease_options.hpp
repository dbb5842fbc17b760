#pragma once

#include <varve/eventstore/lease_store.hpp>

#include <chrono>
#include <string>

namespace varve {

/// How the runners of a consumer, in this process and others, stand in for each other.
struct lease_options {
  /// Where the leases are, for all runners the same place: as a rule where the log is. None: whoever runs
  /// takes over from whoever ran before. Must outlive the runner.
  lease_store* store = nullptr;
  /// How long after the last sign of life of a runner others take its work over. Leases are renewed three
  /// times in a term.
  std::chrono::nanoseconds term = std::chrono::seconds{10};
  /// Tells consumers of one name apart that share a log, such as a projection in two databases.
  std::string group = {};
};

}  // namespace varve
