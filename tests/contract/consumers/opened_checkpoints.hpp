#pragma once

#include <varve/projections/read_model_checkpoints.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace varve::contract {

/// A database that is opened for itself, and the checkpoints in it.
template<class Database>
class opened_checkpoints final : public checkpoint_store {
 public:
  template<class... How>
  explicit opened_checkpoints(How&&... how) : db_(std::forward<How>(how)...), places_(db_) {}

  result<checkpoint> take_over(const checkpoint_key& whose) override { return places_.take_over(whose); }
  result<void> save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
    return places_.save(whose, read, next);
  }
  result<std::optional<checkpoint>> load(const checkpoint_key& whose) override { return places_.load(whose); }
  result<std::vector<slice_checkpoint>> list(const std::string& consumer, std::int64_t generation) override {
    return places_.list(consumer, generation);
  }
  result<void> cut(const std::string& consumer, std::int64_t generation, std::int64_t at_least) override {
    return places_.cut(consumer, generation, at_least);
  }

 private:
  Database db_;
  read_model_checkpoints places_;
};

}  // namespace varve::contract
