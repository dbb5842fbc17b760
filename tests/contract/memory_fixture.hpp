#pragma once

#include <varve/contract/store_fixture.hpp>
#include <varve/eventstore/memory_store.hpp>

#include <memory>
#include <string>

namespace varve::contract {

/// Memory stores on one log.
class memory_fixture : public store_fixture {
 public:
  explicit memory_fixture(const environment& env)
      : env_(env), log_(std::make_shared<memory_log>(*env.random)) {}

  [[nodiscard]] std::unique_ptr<event_store> open() override {
    return std::make_unique<memory_store>(log_, memory_store_options{.env = env_});
  }

  [[nodiscard]] std::unique_ptr<event_store> open_read_only() override {
    return std::make_unique<memory_store>(log_, memory_store_options{.read_only = true, .env = env_});
  }

  void begin_epoch(const std::string& cause) override {
    const position head = memory_store{log_}.info().value().head.position;
    log_ = log_->branch(head, cause, *env_.random);
  }

 protected:
  environment env_;
  std::shared_ptr<memory_log> log_;
};

}  // namespace varve::contract
