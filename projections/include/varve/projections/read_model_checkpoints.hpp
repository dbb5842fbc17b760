#pragma once

#include <varve/projections/read_model.hpp>

namespace varve {

/// Checkpoints of plain subscriptions in a read model's database, beside those of the projections. Refers to
/// the database, which must outlive it.
class read_model_checkpoints final : public checkpoint_store {
 public:
  explicit read_model_checkpoints(read_model& model) : model_(model) {}

  [[nodiscard]] result<checkpoint> take_over(const checkpoint_key& whose) override;
  [[nodiscard]] result<void> save(const checkpoint_key& whose, const checkpoint& read,
                                  const checkpoint& next) override;
  [[nodiscard]] result<std::optional<checkpoint>> load(const checkpoint_key& whose) override;
  [[nodiscard]] result<std::vector<slice_checkpoint>> list(const std::string& consumer,
                                                           std::int64_t generation) override;
  [[nodiscard]] result<void> cut(const std::string& consumer, std::int64_t generation,
                                 std::int64_t at_least) override;

 private:
  read_model& model_;
};

}  // namespace varve
