#include <varve/contract/consumer_contract.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/postgres/database.hpp>

#include "opened_checkpoints.hpp"
#include "shared_server.hpp"

namespace varve::contract {

/// Checkpoints in a schema of their own, for a log in memory.
class postgres_consumer_fixture final : public consumer_fixture {
 public:
  explicit postgres_consumer_fixture(const environment& env) : log_({.env = env}) {}

  [[nodiscard]] std::unique_ptr<checkpoint_store> open() override {
    return std::make_unique<opened_checkpoints<postgres::database>>(
        testing::shared_server::server().url(), postgres::database_options{.schema = schema_});
  }
  [[nodiscard]] event_store& log() override { return log_; }

 private:
  memory_store log_;
  const std::string schema_ = testing::shared_server::fresh_name();
};

}  // namespace varve::contract

VARVE_CONSUMER_CONTRACT(postgres, postgres_consumer_fixture);
