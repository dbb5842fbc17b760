#pragma once

#include <varve/contract/lease_fixture.hpp>
#include <varve/eventstore/memory_leases.hpp>
#include <varve/testing/virtual_clock.hpp>

namespace varve::contract {

/// Passes everything on to leases that others hold too.
class shared_leases : public lease_store {
 public:
  explicit shared_leases(lease_store& kept) : kept_(kept) {}

  result<lease> acquire(std::string_view name, std::string_view owner,
                        std::chrono::nanoseconds term) override {
    return kept_.acquire(name, owner, term);
  }
  result<std::vector<std::string>> renew(std::span<const lease> held,
                                         std::chrono::nanoseconds term) override {
    return kept_.renew(held, term);
  }
  result<void> release(std::span<const lease> held) override { return kept_.release(held); }
  result<std::vector<lease>> list(std::string_view prefix) override { return kept_.list(prefix); }

 protected:
  lease_store& kept_;
};

class memory_lease_fixture : public lease_fixture {
 public:
  explicit memory_lease_fixture(const environment&) {}

  [[nodiscard]] std::unique_ptr<lease_store> open() override {
    return std::make_unique<shared_leases>(kept_);
  }
  void pass(std::chrono::nanoseconds time) override { time_.advance(time); }

 protected:
  testing::virtual_clock time_;
  memory_leases kept_{time_};
};

}  // namespace varve::contract
