#pragma once

#include <varve/testing/compacting_store.hpp>

#include <atomic>
#include <cstdint>
#include <memory>

namespace varve::contract {

/// A store's fixture with a log that is compacted between any two calls. It keeps the whole contract: say
///
///     VARVE_EVENT_STORE_CONTRACT(my_store_compacted, compacted<my_fixture>);
template<class Fixture>
class compacted : public Fixture {
 public:
  using Fixture::Fixture;
  ~compacted() override { total += shared_->events; }

  /// How many events all these fixtures have compacted.
  inline static std::atomic<std::int64_t> total = 0;

  [[nodiscard]] std::unique_ptr<event_store> open() override {
    return std::make_unique<testing::compacting_store>(Fixture::open(), shared_);
  }

  [[nodiscard]] std::unique_ptr<event_store> open_read_only() override {
    return std::make_unique<testing::compacting_store>(Fixture::open_read_only(), shared_);
  }

 private:
  std::shared_ptr<testing::compacting> shared_ = std::make_shared<testing::compacting>();
};

}  // namespace varve::contract
