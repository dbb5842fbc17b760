#include <varve/contract/consumer_contract.hpp>
#include <varve/projections/read_model_checkpoints.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include "temporary_folder.hpp"

namespace varve::contract {

/// A connection of its own to a database file, and the checkpoints in it.
class opened_checkpoints final : public checkpoint_store {
 public:
  explicit opened_checkpoints(const std::string& path)
      : db_(path, {.durability = sqlite::durability::process_crash}), places_(db_) {}
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
  sqlite::database db_;
  read_model_checkpoints places_;
};

/// A log and its checkpoints, each in a SQLite file of its own.
class sqlite_consumer_fixture final : public consumer_fixture {
 public:
  explicit sqlite_consumer_fixture(const environment& env)
      : log_(folder_.file("log.db"), {.durability = sqlite::durability::process_crash, .env = env}) {}

  [[nodiscard]] std::unique_ptr<checkpoint_store> open() override {
    return std::make_unique<opened_checkpoints>(folder_.file("read.db"));
  }
  [[nodiscard]] event_store& log() override { return log_; }

 private:
  testing::temporary_folder folder_;
  sqlite::event_store log_;
};

}  // namespace varve::contract

VARVE_CONSUMER_CONTRACT(sqlite, sqlite_consumer_fixture);
