#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/event_store.hpp>

#include <memory>
#include <string>

namespace varve::contract {

/// What a store brings to its contract suites: derive from it, construct it from an `environment`, and name
/// the type in `VARVE_EVENT_STORE_CONTRACT`. Each test makes one; its log is empty. The stores must take time
/// and randomness from that environment, which outlives the fixture.
class store_fixture {
 public:
  store_fixture() = default;
  store_fixture(const store_fixture&) = delete;
  store_fixture& operator=(const store_fixture&) = delete;
  virtual ~store_fixture() = default;

  /// Opens the log, also while another store is open on it.
  [[nodiscard]] virtual std::unique_ptr<event_store> open() = 0;
  [[nodiscard]] virtual std::unique_ptr<event_store> open_read_only() = 0;
  /// Ends the log's epoch at its head and begins another, as a move does. No store is open meanwhile.
  virtual void begin_epoch(const std::string& cause) = 0;
};

}  // namespace varve::contract
