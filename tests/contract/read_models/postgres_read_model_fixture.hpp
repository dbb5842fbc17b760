#pragma once

#include <varve/contract/read_model_fixture.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/postgres/database.hpp>

#include "shared_server.hpp"

#include <string>

namespace varve::contract {

/// Read models in a schema of their own on the server of the test program.
class postgres_read_model_fixture : public read_model_fixture {
 public:
  explicit postgres_read_model_fixture(const environment& env)
      : postgres_read_model_fixture(env, testing::shared_server::server().url()) {}

  [[nodiscard]] std::unique_ptr<read_model> open() override {
    return std::make_unique<postgres::database>(url_, how_);
  }
  [[nodiscard]] event_store& log() override { return log_; }
  [[nodiscard]] std::map<std::string, std::int64_t> shown(std::string_view table) override {
    return reader_.read([&](postgres::transaction& tx) {
      std::map<std::string, std::int64_t> found;
      const std::string ask = "SELECT key, amount FROM " + std::string{table};
      for (auto&& [key, amount] : tx.query<std::string, std::int64_t>(ask)) found[key] = amount;
      return found;
    });
  }

 protected:
  postgres_read_model_fixture(const environment& env, std::string url)
      : log_({.env = env}), url_(std::move(url)), reader_(url_, how_) {}

 private:
  memory_store log_;
  std::string url_;
  postgres::database_options how_{.schema = testing::shared_server::fresh_name()};
  postgres::database reader_;
};

/// The same through a pool that gives a session for no longer than a transaction.
class pooled_read_model_fixture final : public postgres_read_model_fixture {
 public:
  explicit pooled_read_model_fixture(const environment& env)
      : postgres_read_model_fixture(env, testing::shared_server::pool().url()) {}
};

}  // namespace varve::contract
