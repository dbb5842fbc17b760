#include <varve/contract/consumer_contract.hpp>
#include <varve/postgres/database.hpp>
#include <varve/postgres/event_store.hpp>

#include "opened_checkpoints.hpp"
#include "shared_server.hpp"

namespace varve::contract {

/// A log and its checkpoints, each in a schema of its own.
class postgres_consumer_fixture final : public consumer_fixture {
 public:
  explicit postgres_consumer_fixture(const environment& env)
      : log_(testing::shared_server::server().url() + "?log=" + testing::shared_server::fresh_name(),
             {.env = env}) {}

  [[nodiscard]] std::unique_ptr<checkpoint_store> open() override {
    return std::make_unique<opened_checkpoints<postgres::database>>(
        testing::shared_server::server().url(), postgres::database_options{.schema = schema_});
  }
  [[nodiscard]] event_store& log() override { return log_; }

 private:
  postgres::event_store log_;
  const std::string schema_ = testing::shared_server::fresh_name();
};

}  // namespace varve::contract

VARVE_CONSUMER_CONTRACT(postgres, postgres_consumer_fixture);
