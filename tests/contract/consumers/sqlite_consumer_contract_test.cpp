#include <varve/contract/consumer_contract.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include "opened_checkpoints.hpp"
#include "temporary_folder.hpp"

namespace varve::contract {

/// A log and its checkpoints, each in a SQLite file of its own.
class sqlite_consumer_fixture final : public consumer_fixture {
 public:
  explicit sqlite_consumer_fixture(const environment& env)
      : log_(folder_.file("log.db"), {.durability = sqlite::durability::process_crash, .env = env}) {}

  [[nodiscard]] std::unique_ptr<checkpoint_store> open() override {
    return std::make_unique<opened_checkpoints<sqlite::database>>(
        folder_.file("read.db"), sqlite::database_options{.durability = sqlite::durability::process_crash});
  }
  [[nodiscard]] event_store& log() override { return log_; }

 private:
  testing::temporary_folder folder_;
  sqlite::event_store log_;
};

}  // namespace varve::contract

VARVE_CONSUMER_CONTRACT(sqlite, sqlite_consumer_fixture);
