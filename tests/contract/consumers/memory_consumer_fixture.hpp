#pragma once

#include <varve/contract/consumer_fixture.hpp>
#include <varve/eventstore/memory_store.hpp>

namespace varve::contract {

/// Passes everything on to checkpoints that others hold too.
class shared_checkpoints : public checkpoint_store {
 public:
  explicit shared_checkpoints(checkpoint_store& kept) : kept_(kept) {}
  result<checkpoint> take_over(const checkpoint_key& whose) override { return kept_.take_over(whose); }
  result<void> save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
    return kept_.save(whose, read, next);
  }
  result<std::optional<checkpoint>> load(const checkpoint_key& whose) override { return kept_.load(whose); }
  result<std::vector<slice_checkpoint>> list(const std::string& consumer, std::int64_t generation) override {
    return kept_.list(consumer, generation);
  }
  result<void> cut(const std::string& consumer, std::int64_t generation, std::int64_t at_least) override {
    return kept_.cut(consumer, generation, at_least);
  }

 protected:
  checkpoint_store& kept_;
};

class memory_consumer_fixture : public consumer_fixture {
 public:
  explicit memory_consumer_fixture(const environment& env) : log_(memory_store_options{.env = env}) {}

  [[nodiscard]] std::unique_ptr<checkpoint_store> open() override {
    return std::make_unique<shared_checkpoints>(kept_);
  }
  [[nodiscard]] event_store& log() override { return log_; }

 protected:
  memory_checkpoints kept_;
  memory_store log_;
};

}  // namespace varve::contract
