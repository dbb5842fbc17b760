#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/lease_store.hpp>

#include <chrono>
#include <memory>

namespace varve::contract {

/// What a place for leases brings to its contract suite: derive from it, construct it from an `environment`,
/// which is that of a program that asks for leases, and name the type in `VARVE_LEASE_CONTRACT`. Each test
/// makes one; nothing is in it.
class lease_fixture {
 public:
  lease_fixture() = default;
  lease_fixture(const lease_fixture&) = delete;
  lease_fixture& operator=(const lease_fixture&) = delete;
  virtual ~lease_fixture() = default;

  /// Opens what is kept there, also while it is open already.
  [[nodiscard]] virtual std::unique_ptr<lease_store> open() = 0;
  /// Lets that much time pass on the clock that judges expiry. A database whose clock cannot be moved may
  /// move its rows the other way.
  virtual void pass(std::chrono::nanoseconds time) = 0;
};

}  // namespace varve::contract
